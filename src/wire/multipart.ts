/**
 * A body of multipart/form-data (LW-1): files come so, and some clients send every direct call so. Parts are taken as
 * bytes, whatever type and character set they claim, since the signature is over bytes (G-1). Promises: as many fields
 * as of a urlencoded body and no more, none twice, and a body of megabytes is read in turns.
 */
import { setImmediate as turn } from 'node:timers/promises';
import { Busboy, type BusboyInstance } from '@fastify/busboy';
import { fail, ok, type Result } from '../kernel/result.ts';
import { type Form, type FormProblem, LONGEST_NAME, MOST_FORM_FIELDS } from './form.ts';

const LIMITS = { parts: MOST_FORM_FIELDS, headerPairs: 20, headerSize: 8 * 1024 } as const;
/** So many bytes are read at a time. */
const PIECE = 128 * 1024;

export function isMultipart(contentType: string): boolean {
  return /^multipart\//i.test(contentType);
}

/** Reads the parts of a body whose content type names their boundary. */
export async function readMultipart(body: Buffer, contentType: string): Promise<Result<Form, FormProblem>> {
  const parser = parserOf(contentType);
  if (!parser) return fail({ why: 'MULTIPART' });
  const form = new Map<string, Buffer>();
  const { promise, resolve } = Promise.withResolvers<Result<Form, FormProblem>>();
  const refuse = (problem: FormProblem): void => resolve(fail(problem));
  const taken = new Set<string>();
  parser.on('file', (name, part) => {
    const chunks: Buffer[] = [];
    if (taken.has(name)) refuse({ why: 'REPEATED', field: name });
    if (Buffer.byteLength(name) > LONGEST_NAME) refuse({ why: 'NAME_TOO_LONG' });
    taken.add(name);
    part.on('data', (chunk: Buffer) => chunks.push(chunk));
    part.on('end', () => form.set(name, Buffer.concat(chunks)));
    part.on('error', () => refuse({ why: 'MULTIPART' }));
  });
  parser.on('partsLimit', () => refuse({ why: 'TOO_MANY_FIELDS' }));
  parser.on('error', () => refuse({ why: 'MULTIPART' }));
  parser.on('finish', () => resolve(ok(form)));
  for (let at = 0; at < body.length; at += PIECE) {
    parser.write(body.subarray(at, at + PIECE));
    await turn();
  }
  parser.end();
  return promise;
}

/** Null when the content type names no boundary, or is of another kind of multipart. */
function parserOf(contentType: string): BusboyInstance | null {
  try {
    return Busboy({ headers: { 'content-type': contentType }, isPartAFile: () => true, limits: LIMITS });
  } catch {
    return null;
  }
}
