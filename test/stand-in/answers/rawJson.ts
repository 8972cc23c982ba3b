import { randomUUID } from 'node:crypto';

const MARK = `raw-${randomUUID()}:`;

/** A number as it is written, for those that JavaScript has no number for; {@link jsonOf} writes it. */
export const rawNumber = (digits: string): string => `${MARK}${digits}`;

const MARKED = new RegExp(`"${MARK}([^"]*)"`, 'g');

/** JSON, with numbers of {@link rawNumber} as they were written. */
export const jsonOf = (value: unknown): string => JSON.stringify(value).replace(MARKED, '$1');
