import type { Asset, AssetType } from '../../nodes/shared/api/assets';
import { createdAt, makeGroup } from './groups';

const ENDINGS: Array<[AssetType, string]> = [
	['Video', 'mp4'],
	['Audio', 'mp3'],
	['Image', 'png'],
];

const USUAL_ENDING = new Map(ENDINGS);

/** The ending of a new asset's address: of the file's name, else of the address it came from, else what is usual. */
export function endingOf(type: AssetType, fileName = '', url = ''): string {
	const [, ofFile] = /\.(\w+)$/.exec(fileName) ?? [];
	const [, ofData] = /^data:\w+\/(\w+)/.exec(url) ?? [];
	const [, ofUrl] = /^https?:.*\.(\w+)(?:[?#]|$)/.exec(url) ?? [];
	return (ofFile ?? ofData ?? ofUrl ?? USUAL_ENDING.get(type) ?? 'bin').toLowerCase();
}

/** The asset with a running number, the same every time: videos, sounds and images in turn, each in a group of its own. */
export function makeAsset(number: number): Asset {
	const { Id: GroupId } = makeGroup(number);
	const created = createdAt(number);
	const name = `asset ${String(number).padStart(4, '0')}`;
	const [type, ending] = ENDINGS[(number - 1) % ENDINGS.length] ?? ['Image', 'png'];
	return {
		Id: GroupId.replace('group', 'asset'),
		Name: name,
		URL: `https://files.example/${number}.${ending}`,
		AssetType: type,
		GroupId,
		Status: 'Active',
		ProjectName: 'default',
		CreateTime: created,
		UpdateTime: created,
	};
}

/** Assets 1 to `howMany`. */
export function makeAssets(howMany: number): Asset[] {
	return Array.from({ length: howMany }, (_, index) => makeAsset(index + 1));
}
