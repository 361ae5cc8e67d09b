/** The step that sends a code; the script is answered in JSON, so that what was typed stays. */
import type { PageCommand } from '../../custody/commands.ts';
import type { FieldName } from '../checks.ts';
import { type PageResponse, respondJson } from '../layout.ts';
import type { Note } from '../notes.ts';
import type { Asked, Step } from '../page.ts';
import { mistakeAt, type Scene, say, tellRefusal } from '../scene.ts';
import type { FormFields } from '../typed.ts';
import { codeSent, smsTarget } from './field.ts';

/** What a page makes of its form before a code is sent. */
interface Wish {
  /** What is kept of the form, for showing it again. */
  readonly typed: NonNullable<Note['typed']>;
  /** What the core is told; null where the input is wrong. */
  readonly ask: string | null;
  /** The input that it stands in. */
  readonly field: FieldName;
  /** The mobile, where the page was told it. */
  readonly given: string | null;
}

export function smsStep<C extends PageCommand>(read: (command: C, form: FormFields, scene: Scene) => Wish): Step<C> {
  return async (asked) => {
    const { pages, scene, command, form } = asked;
    const { typed, ask, field, given } = read(command, form, scene);
    const answer = ask === null ? 'MISTAKE' : await pages.sendSms(scene.token, ask);
    if (answer === null) return null;
    const note: Note =
      answer === 'MISTAKE'
        ? { mistakes: [field], typed }
        : answer.ok
          ? { smsSent: true, typed }
          : { refusal: answer.error, typed };
    if (!asked.accept.includes('application/json')) return { note };
    return { response: await smsAnswer(asked, note, field, given) };
  };
}

async function smsAnswer(
  { pages, scene }: Pick<Asked<PageCommand>, 'pages' | 'scene'>,
  note: Note,
  at: FieldName,
  given: string | null,
): Promise<PageResponse> {
  const view = (await pages.view(scene.token)) ?? scene.view;
  const after: Scene = { ...scene, view, note };
  const field = mistakeAt(after, at) === null ? 'smsCode' : at;
  const mistake = mistakeAt(after, field) ?? (note.refusal ? tellRefusal(scene, note.refusal) : null);
  const seconds = Math.max(0, Math.ceil(((view.smsAgainAt ?? 0) - scene.now) / 1_000));
  const message = mistake === null ? say(scene, codeSent(smsTarget(after, given))) : null;
  return respondJson({ field, mistake, seconds, message });
}
