/** The protocols that this house speaks, by the name that a platform is created with. */
import { depository } from './depository/index.ts';
import type { Dialect, DialectName } from './dialect.ts';
import { lianyintong } from './lianyintong/index.ts';

export const DIALECTS: Readonly<Record<DialectName, Dialect>> = { lianyintong, depository };

/** The protocol of a platform; a name that is none is a defect of the data and is thrown. */
export function dialectOf(name: string): Dialect {
  const dialect = (DIALECTS as Readonly<Record<string, Dialect | undefined>>)[name];
  if (!dialect) throw new Error(`no such dialect: ${name}`);
  return dialect;
}
