import { Secret } from '../../../nodes/shared/api/Secret';

const withoutIn = (key: string, text: string) => new Secret(key).withoutIn(text);

it('a key of twelve characters is taken out, a shorter one would spoil ordinary words', () => {
	expect(withoutIn('sk-123456789', 'key sk-123456789')).toBe('key ***');
	expect(withoutIn('sk-12345678', 'key sk-12345678')).toBe('key sk-12345678');
});

it.each(['sk-a&b<c>d"e1', 'sk-a&amp;b&lt;c&gt;d&quot;e1', 'sk-a\\u0026b%3Cc&#62;d&#x22;e1'])(
	'a key is taken out however it is written: %s',
	(written) => {
		expect(withoutIn('sk-a&b<c>d"e1', `key ${written}!`)).toBe('key ***!');
	},
);

it('a key is found also at the beginning of a text', () => {
	const secret = new Secret('sk-123456789');

	expect(secret.isIn('sk-123456789 is refused')).toBe(true);
	expect(secret.isIn('a key is refused')).toBe(false);
});
