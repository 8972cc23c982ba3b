import fc from 'fast-check';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { checkProperty } from '../checkProperty';
import { inMemory } from '../engine/files';
import { hintsOf, jsonOf } from '../engine/TestBed';
import { useTestBed } from '../engine/useTestBed';
import { makeGroup } from '../stand-in/groups';
import { NAME_CHANGES } from '../stand-in/Names';

/*
 * Use It over all of Unicode, with services that keep names in their own way: a run that comes after another finds what
 * that one made, or that one said in a hint that it will not be found, and by which name it is.
 */

const bed = useTestBed();

const file = { content: Buffer.from('a picture'), mimeType: 'image/png', fileName: 'cat.png' };
const binary = { data: inMemory(file) };
const { Id: groupId } = makeGroup(1);

/** What looks alike, or like nothing: blanks, characters without a width, marks, letters of several forms and lengths. */
const tricky = fc.constantFrom(
	...[' ', '\u00a0', '\t', '\u3000', '\u200b', '\u200d', '\ufeff', '\u00ad', '\u202e', '\ufe0f'],
	...['\u0301', '\u0345', 'é', 'e\u0301', 'Å', '\u212b', 'ﬁ', 'ß', 'İ', 'Σ', '한', 'Ⅷ', 'ＣＡＴ'],
	...['👩\u200d👩\u200d👧', '\ud800', '\udc00', '__del__', '=', '{{', '"', '\\', '\r\n', 'x'],
);

const anyName = fc.oneof(
	fc.string({ unit: 'binary', maxLength: 12 }),
	fc.string({ unit: 'grapheme', maxLength: 80 }),
	fc.string({ unit: fc.oneof(tricky, fc.string({ unit: 'binary' })), maxLength: 80 }),
	fc
		.record({ name: fc.string({ unit: tricky, maxLength: 6 }), times: fc.nat({ max: 40 }) })
		.map(({ name, times }) => name + 'n'.repeat(times) + name.repeat(3)),
);

const anyChanges = fc.shuffledSubarray([...NAME_CHANGES]);

const USE_IT: Array<[string, INodeParameters, () => IDataObject[]]> = [
	['Create Group', { resource: 'group', operation: 'create' }, () => bed.standIn.groups.slice(1)],
	[
		'Upload Asset',
		{ resource: 'asset', operation: 'upload', groupId, waitUntilActive: false },
		() => bed.standIn.assets,
	],
];

describe.each(USE_IT)('%s, run three times', (_name, parameters, all) => {
	/** @returns the IDs that came out; nothing if the run refused the name or the service did */
	async function run(name: string) {
		const ran = await bed.run(
			{ ...parameters, name: '={{ $json.name }}', ifNameExists: 'use' },
			{ binary, items: [{ name }] },
		);
		if (ran.data.resultData.error) return { Id: undefined };
		const [item] = jsonOf(ran);
		return { Id: item?.Id, warning: hintsOf(ran).find((hint) => hint.includes('will not find')) };
	}

	it('creates once, or says why not', async () => {
		await checkProperty(
			fc.asyncProperty(anyName, anyChanges, fc.boolean(), async (name, names, uniqueNames) => {
				bed.standIn.reset({ groups: [makeGroup(1)], assets: [], names, uniqueNames });
				const created = () => all().length;

				const first = await run(name);
				const atFirst = created();
				const second = await run(name);
				const third = await run(name);

				if (first.Id === undefined) {
					// What cannot be sent is refused each time, and nothing is paid for.
					expect([created(), second.Id, third.Id]).toEqual([0, undefined, undefined]);
					return;
				}
				expect(atFirst).toBe(1);
				if (first.warning === undefined) {
					expect(created()).toBe(1);
					expect([second.Id, third.Id]).toEqual([first.Id, first.Id]);
					return;
				}
				if (!first.warning.includes('Use what it calls them')) return;
				// That is the name to use, unless the service changes it as well.
				const before = created();
				const byItsName = await run(String(all()[0]?.Name));
				expect(byItsName.Id).toBeDefined();
				if (byItsName.warning === undefined) expect(created()).toBe(before);
			}),
			0.03,
		);
	});
});
