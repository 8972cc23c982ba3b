import fc from 'fast-check';

import {
	cutName,
	isNamed,
	ownName,
	visible,
	withEnding,
} from '../../nodes/AnyfastAsset/resources/common/names';

const NFD = 'cafe\u0301';
const NFC = 'caf\u00e9';
const length = (text: string) => [...text].length;

describe('names that differ only in what nobody sees are the same', () => {
	it.each([
		['their form', NFD, NFC],
		['blanks around them', ' cat\u00a0\n', 'cat'],
		['blanks that repeat', 'my  cat', 'my cat'],
		['the kind of their blanks', 'my\u3000cat', 'my cat'],
		['a zero-width blank', 'c\u200bat', 'cat'],
		['a word joiner', 'cat\u2060', 'cat'],
		['a byte order mark', '\ufeffcat', 'cat'],
		['a soft hyphen', 'c\u00adat', 'cat'],
		['a mark of direction', '\u200ecat', 'cat'],
		['a control character', 'cat\u0007', 'cat'],
		['a joiner at the end', 'cat\u200d', 'cat'],
		['a joiner beside a blank', 'my \u200ccat', 'my cat'],
		['a zero-width blank within a letter', 'cafe\u200b\u0301', NFC],
	])('such as %s', (_what, name, other) => {
		expect(isNamed(name, other)).toBe(true);
		expect(isNamed(other, name)).toBe(true);
	});
});

describe('names that differ in what shows are two', () => {
	it.each([
		['letter case', 'Cat', 'cat'],
		['an accent', NFC, 'cafe'],
		['a joiner of letters', 'می\u200cخواهم', 'میخواهم'],
		['a joiner of emoji', '👩\u200d🚀', '👩🚀'],
		['the width of letters', 'ｃａｔ', 'cat'],
		['a ligature', 'ﬁsh', 'fish'],
		['a blank', 'my cat', 'mycat'],
	])('such as %s', (_what, name, other) => {
		expect(isNamed(name, other)).toBe(false);
	});

	it('and what is no text is no name', () => {
		expect(isNamed(undefined, 'undefined')).toBe(false);
		expect(isNamed(7, '7')).toBe(false);
	});
});

describe('a name that is sent', () => {
	it.each([
		['as it is', 'my  cat', 'my  cat'],
		['without blanks around it', ' cat\n', 'cat'],
		['in the form NFC', NFD, NFC],
		['whole, if it has 64 characters', '猫'.repeat(64), '猫'.repeat(64)],
		['whole, if no more of it shows', `${'\u200b'.repeat(9)}${'c'.repeat(60)}`, 'c'.repeat(60)],
		['without half a character', 'cat\ud83d', 'cat\ufffd'],
	])('comes %s', (_how, text, name) => {
		expect(cutName(text)).toBe(name);
		expect(ownName(text)).toBe(name);
	});

	it('ends in a hash of the whole if it is cut, and two names stay two', () => {
		const [front, back] = ['front', 'back'].map((end) => ownName('x'.repeat(64) + end));

		expect(front).toMatch(/^x{55}-[0-9a-f]{8}$/);
		expect(back).toMatch(/^x{55}-[0-9a-f]{8}$/);
		expect(front).not.toBe(back);
		expect(ownName(` ${'x'.repeat(64)}front\u200b`)).toBe(front);
	});

	it('is cut without an ending if it need not be unique', () => {
		expect(cutName(`${'x'.repeat(63)} front`)).toBe('x'.repeat(63));
	});

	it('takes an ending within its 64 characters', () => {
		expect(withEnding('cat', '-1')).toBe('cat-1');
		expect(withEnding('😀'.repeat(64), '-123456')).toBe(`${'😀'.repeat(57)}-123456`);
	});
});

const anyText = fc.string({
	unit: fc.oneof(fc.string({ unit: 'binary' }), invisible()),
	maxLength: 90,
});

function invisible() {
	return fc.constantFrom('\u200b', '\u2060', '\ufeff', '\u00ad', ' ', '\u00a0', '\u0301', '\u200d');
}

it('whatever the name: it fits, stays as it is when sent again, and is found by any spelling of it', () => {
	fc.assert(
		fc.property(anyText, (text) => {
			for (const fit of [cutName, ownName]) {
				const name = fit(text);
				expect(length(name)).toBeLessThanOrEqual(64);
				expect(fit(name)).toBe(name);
				expect(visible(visible(name))).toBe(visible(name));
				for (const spelling of [name.normalize('NFD'), ` ${name}\u200b `]) {
					expect(isNamed(spelling, name)).toBe(true);
				}
			}
		}),
	);
});

it('two names of which different things show never become one', () => {
	fc.assert(
		fc.property(anyText, anyText, fc.nat(70), (text, end, repeat) => {
			const [one, other] = [text, 'x'.repeat(repeat) + text + end];
			expect(isNamed(ownName(one), ownName(other))).toBe(visible(one) === visible(other));
		}),
	);
});
