import * as fc from 'fast-check';

import { readAnswer } from '../../../nodes/shared/api/answer';
import { checkProperty } from '../../checkProperty';

const bodyOf = (text: string) => readAnswer({ statusCode: 200, headers: {}, text }).body;

/** Whole numbers of 16 digits and more may be IDs, so they are texts. */
function withTexts(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(withTexts);
	if (typeof value === 'number') return isLong(value) ? String(value) : value;
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, withTexts(part)]));
}

/** Larger ones are written with an exponent. */
const isLong = (value: number) =>
	Number.isInteger(value) && Math.abs(value) >= 1e15 && Math.abs(value) < 1e21;

it('an answer is read as it is, also with numbers that have many digits behind the point', async () => {
	const value = fc.jsonValue({ maxDepth: 2 });
	const ratio = fc.tuple(fc.integer(), fc.integer({ min: 1 })).map(([a, b]) => a / b);
	await checkProperty(
		fc.property(fc.record({ value, ratio }), (body) => {
			expect(bodyOf(JSON.stringify(body))).toEqual(JSON.parse(JSON.stringify(withTexts(body))));
		}),
	);
});

it.each([
	['{"id": 1234567890123456789, "n": -1234567890123456789}', '1234567890123456789'],
	['{"id":12345678901234567890,"n":[-12345678901234567890]}', '12345678901234567890'],
])('no digit of an ID that is a number is lost: %s', (text, id) => {
	expect(bodyOf(text)).toMatchObject({ id });
});

it.each([
	'1.7777777777777777',
	'-0.30000000000000004',
	'1234567890123456.5',
	'1e-1234567890123456',
])('a number with a point or an exponent stays a number: %s', (number) => {
	expect(bodyOf(`{"ratio":${number}}`)).toEqual({ ratio: Number(number) });
});
