/** How the texts of PostgreSQL become values: `bigint` stays exact, `numeric` stays text, everything in UTC. */
import pg from 'pg';

type Reader = (text: string) => unknown;

const TIMES = [1082, 1114, 1184];
const NUMBERS = [21, 23, 26, 700, 701];
const JSONS = [114, 3802];
const asText: Reader = (text) => text;
/** The driver's own reader of text[], whose number its list of types leaves out. */
const asTexts: (text: string) => readonly (string | null)[] = pg.types.getTypeParser(
  1009 as Parameters<typeof pg.types.getTypeParser>[0],
);

const SCALARS = new Map<number, Reader>([
  [20, BigInt],
  [16, (text) => text === 't'],
  [17, (text) => Buffer.from(text.slice(2), 'hex')],
  ...NUMBERS.map((oid): [number, Reader] => [oid, Number]),
  ...TIMES.map((oid): [number, Reader] => [oid, (text) => new Date(text)]),
  ...JSONS.map((oid): [number, Reader] => [oid, (text) => JSON.parse(text)]),
]);

/** From the type of an array to the type of its elements. */
const ELEMENTS: readonly (readonly [number, number])[] = [
  [1000, 16],
  [1001, 17],
  [1005, 21],
  [1007, 23],
  [1009, 25],
  [1015, 1043],
  [1016, 20],
  [1021, 700],
  [1022, 701],
  [1115, 1114],
  [1182, 1082],
  [1185, 1184],
  [1231, 1700],
];

const ARRAYS = ELEMENTS.map(([array, element]): [number, Reader] => {
  const read = SCALARS.get(element) ?? asText;
  return [array, (text) => asTexts(text).map((one) => (one === null ? null : read(one)))];
});

const READERS = new Map<number, Reader>([...SCALARS, ...ARRAYS]);

/** As the driver wants it. Every column comes as text, so the format does not matter. */
export const columnReaders = { getTypeParser: (oid: number): Reader => READERS.get(oid) ?? asText };
