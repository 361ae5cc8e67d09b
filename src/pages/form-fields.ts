/**
 * The inputs of the hosted pages. Each is a plain field that works without script, with its label, its hint said before
 * and its mistake said at the place; the ids are fixed names that tests and people rely on.
 */
import type { FieldName } from './checks.ts';
import { attributes, type Html, html } from './html.ts';
import { address, endOf, mistakeAt, type Scene, say } from './scene.ts';
import { hiddenFields } from './layout.ts';
import { MISTAKES } from './mistakes.ts';
import { COMMON, said, validity, wayOut } from './phrases.ts';

export interface FieldShape {
  readonly name: FieldName;
  readonly label: string;
  readonly hint?: string;
  readonly autocomplete: string;
  readonly inputmode?: 'numeric' | 'tel' | 'text';
  /** A code of digits; the script leaves out what is typed besides. */
  readonly digits?: boolean;
  readonly value?: string;
  /** Left to the core alone. */
  readonly unchecked?: boolean;
  /** Whether the focus goes here: the first mistake of the page. */
  readonly focus: boolean;
  /** Something beside the input: the button that sends the code. */
  readonly beside?: Html;
  /** Something under it: the bank of the card. */
  readonly below?: Html;
}

function describedBy(name: FieldName, hint: string | undefined): string {
  return hint === undefined ? `${name}-error` : `${name}-hint ${name}-error`;
}

function hintLine(name: FieldName, hint: string | undefined): Html {
  return html`${hint !== undefined && html`<p class="hint" id="${name}-hint">${hint}</p>`}`;
}

function mistakeLine(scene: Scene, name: FieldName): Html {
  const mistake = mistakeAt(scene, name);
  return html`<p class="mistake" id="${name}-error"${attributes({ hidden: mistake === null })}>${mistake}</p>`;
}

/**
 * A text field, which takes whatever is pasted whole (G-26): no `maxlength` cuts it. `data-check` names the check that
 * the script does while the person is still there.
 */
export function textField(scene: Scene, shape: FieldShape): Html {
  const { name } = shape;
  const input = attributes({
    id: name,
    name,
    type: shape.inputmode === 'tel' ? 'tel' : 'text',
    inputmode: shape.inputmode,
    autocomplete: shape.autocomplete,
    value: shape.value,
    required: true,
    autocapitalize: 'off',
    spellcheck: 'false',
    autofocus: shape.focus,
    'aria-invalid': mistakeAt(scene, name) !== null && 'true',
    'aria-describedby': describedBy(name, shape.hint),
    'data-check': shape.unchecked === true ? false : name,
    'data-digits': shape.digits === true && 'true',
    'data-mistake': say(scene, MISTAKES[name]),
  });
  return html`<div class="field">
<label for="${name}">${shape.label}</label>
${hintLine(name, shape.hint)}
<div class="line"><input${input}>${shape.beside}</div>
${mistakeLine(scene, name)}${shape.below}
</div>`;
}

/** A trade password: one real input that looks like six boxes, with and without script. Never filled in by us. */
export function passwordField(
  scene: Scene,
  shape: {
    readonly name: 'oldPassword' | 'password' | 'passwordAgain';
    readonly label: string;
    readonly hint?: string;
    readonly focus: boolean;
  },
): Html {
  const { name } = shape;
  const input = attributes({
    id: name,
    name,
    type: 'password',
    inputmode: 'numeric',
    autocomplete: 'off',
    pattern: '[0-9]{6}',
    required: true,
    autofocus: shape.focus,
    'aria-invalid': mistakeAt(scene, name) !== null && 'true',
    'aria-describedby': describedBy(name, shape.hint),
    'data-check': name,
    'data-digits': 'true',
    'data-mistake': say(scene, MISTAKES[name]),
  });
  return html`<div class="field">
<label for="${name}">${shape.label}</label>
${hintLine(name, shape.hint)}
<div class="six"><input${input}></div>
${mistakeLine(scene, name)}
</div>`;
}

/** The one primary button. `data-once` on its form says what it reads once pressed. */
export function primaryButton(label: string): Html {
  return html`<button class="primary" type="submit" id="nextButton">${label}</button>`;
}

/** Opens a form of this page to itself; the CSRF token is inside. */
export function ownForm(scene: Scene, step: string, className: string, content: Html): Html {
  return html`<form class="${className}" method="post" action="${address(scene, step)}" novalidate
 accept-charset="utf-8" data-once="${say(scene, COMMON.working)}">
${hiddenFields({ csrf: scene.csrf })}
${content}
</form>`;
}

/** The way out, quiet unless it is the only way, and how long the page stays valid. */
export function pageEnd(scene: Scene, look: 'quiet' | 'second' = 'quiet'): Html {
  const { order, platform } = scene.view;
  const end = endOf(order);
  const label = say(scene, wayOut(platform.name));
  const button = html`<button class="${look}" type="submit" id="cancelButton">${label}</button>`;
  return html`${ownForm(scene, 'cancel', 'out', button)}
<p class="validity">${end !== null && say(scene, validity(end, scene.now))}</p>
<p class="number">${say(scene, COMMON.requestNo)} <span>${order.requestNo}</span></p>`;
}

/** How many wrong passwords are still allowed. */
export function triesHint(scene: Scene): string | undefined {
  const left = scene.view.passwordTriesLeft;
  if (left === null) return undefined;
  return say(scene, said(`连续输错会被锁定，还可以输入 ${left} 次。`, `Wrong entries lock it: ${left} left.`));
}
