import ts from 'typescript';

import packageJson from '../../package.json';

/*
 * What people read: on npm, where a README has no folder beside it, and on GitHub.
 */

const REPOSITORY = packageJson.homepage.replace('#readme', '');
const RAW = `${REPOSITORY.replace('github.com', 'raw.githubusercontent.com')}/main/`;
const BLOB = `${REPOSITORY}/blob/main/`;

const { fileExists } = ts.sys;

const read = (file: string) => ts.sys.readFile(file) ?? '';

/** Of one folder, as in `docs/errors.md`. */
const filesIn = (folder: string, ending: string) =>
	ts.sys
		.readDirectory(folder, [ending], undefined, undefined, 1)
		.map((file) => file.replace(/^\.\//, ''));

const readme = read('README.md');

const pages = [...filesIn('.', '.md'), ...filesIn('docs', '.md')];

describe('the README', () => {
	it('needs nothing that only GitHub shows', () => {
		expect(readme).not.toMatch(/<picture|<source|<img|^> \[!/m);
	});

	it('shows images that npm finds too, of this repository', () => {
		const images = targetsIn(readme, '!');
		expect(images.length).toBeGreaterThan(0);
		for (const image of images) {
			expect(image).toMatch(/\/docs\/images\/[\w-]+\.png$/);
			expect(image.startsWith(RAW)).toBe(true);
		}
	});

	it('tells a newcomer in its first forty lines how to install, to sign in and to begin', () => {
		const titles = readme
			.split('\n')
			.slice(0, 40)
			.join('\n')
			.match(/^## .+$/gm);
		expect(titles?.slice(0, 3)).toEqual(['## Install', '## Credential', '## Your first video']);
	});

	it('is short', () => {
		expect(readme.split('\n').length).toBeLessThanOrEqual(150);
	});

	it('names each example', () => {
		const named = targetsIn(readme).filter((target) => target.startsWith('examples/'));
		expect(named.sort()).toEqual(filesIn('examples', '.json').sort());
	});
});

describe.each(pages)('%s', (page) => {
	it('leads to pages, parts of pages and files that exist', () => {
		for (const target of [...targetsIn(read(page)), ...targetsIn(read(page), '!')]) {
			expect([target, leadsSomewhere(target, page)]).toEqual([target, true]);
		}
	});
});

it('what the README says to copy exists', () => {
	const copied = readme.match(new RegExp(`(?<=\`)${RAW}[^\`]+(?=\`)`, 'g')) ?? [];
	expect(copied.length).toBeGreaterThan(0);
	for (const address of copied) expect(fileExists(address.replace(RAW, ''))).toBe(true);
});

it.each(pages)('the files of the code that %s names exist', (page) => {
	const named =
		read(page).match(/(?<=`)(?:nodes|test|credentials|docs)\/[\w./-]+\.\w+(?=`)/g) ?? [];
	expect(named.filter((file) => !fileExists(file))).toEqual([]);
});

/** What a page links to, or with "!" the images that it shows. */
function targetsIn(text: string, mark: '!' | '' = ''): string[] {
	const link = mark === '!' ? /!\[[^\]]*\]\(([^)\s]+)\)/g : /(?<!!)\[[^\]]*\]\(([^)\s]+)\)/g;
	return [...text.matchAll(link)].map(([, target = '']) => target);
}

/** Whether a file of ours exists, with the title that the target names; other hosts are not asked. */
function leadsSomewhere(target: string, page: string): boolean {
	const own = [RAW, BLOB].find((start) => target.startsWith(start));
	if (/^https?:/.test(target) && own === undefined) return true;
	const [path = '', title] = target.replace(own ?? '', '').split('#');
	const file = path === '' ? page : new URL(path, `file:///${own ? '' : page}`).pathname.slice(1);
	return fileExists(file) && (title === undefined || anchorsOf(read(file)).includes(title));
}

/** What GitHub makes of the titles of a page. */
function anchorsOf(text: string): string[] {
	return [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
		title
			.toLowerCase()
			.replace(/[^\p{L}\p{N}\s_-]/gu, '')
			.replaceAll(' ', '-'),
	);
}
