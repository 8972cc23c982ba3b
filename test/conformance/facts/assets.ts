import {
	contentOf,
	fieldsOf,
	inShort,
	isNotFound,
	isRefused,
	isUnserved,
	type Row,
	rowsOf,
	textOf,
} from '../answers';
import { type Fact, type Finding, untold } from '../fact';
import { idIn, type Made } from '../Made';
import type { Answer, Service } from '../Service';

const model = 'volc-asset';

/** Pixels a side of the picture; the vendor takes 300 to 6000. */
export const PICTURE_SIDE = 320;

/** The longest name, upstream. */
const LONGEST_NAME = 64;

/** How long clients wait for a new thing to be known, and for an asset to be active, with room to spare (field reports). */
const UNTIL_KNOWN = { tries: 60, everyMs: 1000 };
const UNTIL_LISTED = { tries: 10, everyMs: 1000 };
const UNTIL_ACTIVE = { tries: 90, everyMs: 2000 };

const STATUSES = ['Processing', 'Active', 'Inactive', 'Failed'];

/** What is asked for, to tell the user before. */
export const ASSETS_COST = `one group, and up to three images of ${PICTURE_SIDE} × ${PICTURE_SIDE} pixels in it`;

/**
 * What we assume of creating, waiting, renaming and deleting. The facts share a group and an image, in this order.
 *
 * @param picture a PNG file of {@link PICTURE_SIDE} pixels a side
 */
export function assetFacts(made: Made, picture: Buffer): Fact[] {
	const steps = new Steps(made, picture);
	const fact = (
		title: string,
		source: string,
		run: (service: Service) => Promise<Finding>,
	): Fact => ({ title, source, billed: 'assets', run });
	return [
		fact('CreateAssetGroup answers with Id', 'vendor’s guide', steps.createGroup),
		fact(
			'A new group is in ListAssetGroups at once',
			'guess; clients see new things late',
			steps.listGroup,
		),
		fact(
			'A group that is created without a type is AIGC',
			'vendor’s page, by its filter; clients find such groups without a type',
			steps.groupType,
		),
		fact(
			'A new group takes an asset at once, here an image as a data URI',
			'guess; clients see NotFound.group_id for some seconds',
			steps.createAsset,
		),
		fact(
			'A new asset is known to GetAsset at once',
			'guess; clients see NotFound.asset_id for up to 20 seconds',
			steps.getAsset,
		),
		fact(
			`An asset’s status is one of ${STATUSES.join(', ')}`,
			'vendor’s page and upstream; clients also see Pending and Queued',
			steps.statuses,
		),
		fact(
			'An Active asset has its URL',
			'guess; the vendor’s demo waits for one',
			steps.activeWithUrl,
		),
		fact(
			'ListAssets with Filter.GroupIds gives the asset of the group, and no other',
			'vendor’s page',
			steps.listOfGroup,
		),
		fact(
			'An image sent as a form is found as one sent as a data URI is',
			'vendor’s page; one client got IDs that were never found',
			steps.createByForm,
		),
		fact(
			'A name may be given twice in a group',
			'guess; one client was told that there was no such group',
			steps.sameName,
		),
		fact(
			`A group’s name of ${LONGEST_NAME + 1} characters is refused`,
			`upstream: at most ${LONGEST_NAME}`,
			steps.longName,
		),
		fact('UpdateAsset renames an asset', 'vendor’s demo, one client; no page', steps.renameAsset),
		fact(
			'UpdateAssetGroup renames a group, and GetAssetGroup tells',
			'vendor’s demo, one client; no page',
			steps.renameGroup,
		),
		fact(
			'DeleteAsset answers with Id and Deleted: true',
			'vendor’s page; upstream answers {}',
			steps.deleteAsset,
		),
		fact('A deleted asset is unknown at once', 'guess', steps.isGone),
		fact('Deleting it again is refused as NotFound.asset_id', 'upstream', steps.deleteAgain),
		fact(
			'DeleteAssetGroup deletes a group with the assets in it',
			'upstream; no page',
			steps.deleteGroup,
		),
	];
}

/** The steps of one visit, which build on each other. A step whose ground is missing tells nothing. */
class Steps {
	private groupId = '';

	/** The group as a list gave it. */
	private group: Row | undefined;

	private assetId = '';

	private formAssetId = '';

	/** All that GetAsset said of the image until it was active. */
	private seen: Answer[] = [];

	constructor(
		private readonly made: Made,
		private readonly picture: Buffer,
	) {}

	createGroup = async (service: Service): Promise<Finding> => {
		const answer = await this.made.createGroup(service, this.made.name);
		this.groupId = idIn(answer);
		const did = isRefused(answer) ? inShort(answer) : fieldsOf(contentOf(answer));
		return { did, fits: this.groupId !== '' };
	};

	listGroup = async (service: Service): Promise<Finding> => {
		if (!this.groupId) return untold('there is no group');
		const began = Date.now();
		const Filter = { GroupIds: [this.groupId] };
		const list = { model, Filter, PageNumber: 1, PageSize: 10 };
		const answers = await service.until(
			async () => await service.ask('ListAssetGroups', list),
			(answer) => rowsOf(answer).length > 0,
			UNTIL_LISTED,
		);
		[this.group] = answers.flatMap(rowsOf);
		const where = this.group ? 'listed' : 'not listed';
		const did = `${where} at question ${answers.length}, ${secondsSince(began)}`;
		return { did, fits: this.group !== undefined && answers.length === 1 };
	};

	groupType = async (): Promise<Finding> => {
		if (!this.group) return untold('no list shows the group');
		const type = textOf(this.group, 'GroupType');
		return { did: type || 'without a type', fits: type === 'AIGC' };
	};

	createAsset = async (service: Service): Promise<Finding> => {
		if (!this.groupId) return untold('there is no group');
		const URL = `data:image/png;base64,${this.picture.toString('base64')}`;
		const began = Date.now();
		const request = { ...this.image('image'), URL };
		const answers = await service.until(
			async () => await this.made.createAsset(service, request),
			(answer) => !isNotFound(answer, 'group'),
			UNTIL_KNOWN,
		);
		const last = answers.at(-1);
		this.assetId = last ? idIn(last) : '';
		const fits = this.assetId !== '' && answers.length === 1;
		return { did: `${told(answers)}, ${secondsSince(began)}`, fits };
	};

	getAsset = async (service: Service): Promise<Finding> => {
		if (!this.assetId) return untold('there is no asset');
		const began = Date.now();
		const answers = await this.known(service, this.assetId);
		const last = answers.at(-1);
		const fits = answers.length === 1 && last !== undefined && !isRefused(last);
		if (last && !isRefused(last)) this.seen.push(last);
		return { did: `${told(answers)}, ${secondsSince(began)}`, fits };
	};

	statuses = async (service: Service): Promise<Finding> => {
		if (this.seen.length === 0) return untold('the asset is not known');
		const began = Date.now();
		const more = await service.until(
			async () => await service.ask('GetAsset', { Id: this.assetId }),
			isReadyOrFailed,
			UNTIL_ACTIVE,
		);
		this.seen.push(...more.filter((answer) => !isRefused(answer)));
		const statuses = this.seen.map((answer) => textOf(contentOf(answer), 'Status'));
		const changes = statuses.filter((status, index) => status !== statuses[index - 1]);
		const did = `${changes.join(' → ')}, ${secondsSince(began)}`;
		return { did, fits: statuses.every((status) => STATUSES.includes(status)) };
	};

	activeWithUrl = async (): Promise<Finding> => {
		const active = this.seen.map(contentOf).filter((row) => textOf(row, 'Status') === 'Active');
		if (active.length === 0) return untold('it was never Active');
		const without = active.filter((row) => textOf(row, 'URL') === '').length;
		return { did: `${without} of ${active.length} answers without`, fits: without === 0 };
	};

	listOfGroup = async (service: Service): Promise<Finding> => {
		if (!this.assetId) return untold('there is no asset');
		const Filter = { GroupIds: [this.groupId] };
		const list = { model, Filter, PageNumber: 1, PageSize: 10 };
		const ids = rowsOf(await service.ask('ListAssets', list)).map((row) => textOf(row, 'Id'));
		const did = `${ids.length} listed, ${ids.includes(this.assetId) ? 'with' : 'without'} it`;
		return { did, fits: ids.length === 1 && ids[0] === this.assetId };
	};

	createByForm = async (service: Service): Promise<Finding> => {
		if (!this.assetId) return untold('the group took no asset before');
		const form = new FormData();
		for (const [name, value] of Object.entries(this.image('form'))) form.set(name, value);
		form.set('file', new Blob([this.picture], { type: 'image/png' }), 'conformance.png');
		const answer = await this.made.createAsset(service, form);
		this.formAssetId = idIn(answer);
		if (!this.formAssetId) return { did: inShort(answer), fits: false };
		const began = Date.now();
		const answers = await this.known(service, this.formAssetId);
		const last = answers.at(-1);
		const fits = last !== undefined && !isRefused(last);
		return { did: `${told(answers)}, ${secondsSince(began)}`, fits };
	};

	sameName = async (service: Service): Promise<Finding> => {
		if (!this.assetId) return untold('the group took no asset before');
		const URL = `data:image/png;base64,${this.picture.toString('base64')}`;
		const answer = await this.made.createAsset(service, { ...this.image('image'), URL });
		return { did: inShort(answer), fits: idIn(answer) !== '' };
	};

	longName = async (service: Service): Promise<Finding> => {
		if (!this.groupId) return untold('no group could be created');
		const name = this.made.name.padEnd(LONGEST_NAME + 1, '-x');
		const answer = await this.made.createGroup(service, name);
		return { did: inShort(answer), fits: isRefused(answer) };
	};

	renameAsset = async (service: Service): Promise<Finding> => {
		if (this.seen.length === 0) return untold('the asset is not known');
		const Name = `${this.made.name} renamed`;
		const answer = await service.ask('UpdateAsset', { model, Id: this.assetId, Name });
		if (isUnserved(answer)) return { did: `not served: ${inShort(answer)}`, fits: false };
		const now = textOf(contentOf(await service.ask('GetAsset', { Id: this.assetId })), 'Name');
		return { did: `${inShort(answer)}, then ${renamed(now, Name)}`, fits: now === Name };
	};

	renameGroup = async (service: Service): Promise<Finding> => {
		if (!this.groupId) return untold('there is no group');
		const Name = `${this.made.name} renamed`;
		const answer = await service.ask('UpdateAssetGroup', { model, Id: this.groupId, Name });
		if (isUnserved(answer)) return { did: `not served: ${inShort(answer)}`, fits: false };
		const got = await service.ask('GetAssetGroup', { model, Id: this.groupId });
		if (isRefused(got)) return { did: `GetAssetGroup: ${inShort(got)}`, fits: false };
		const now = textOf(contentOf(got), 'Name');
		return { did: `${inShort(answer)}, then ${renamed(now, Name)}`, fits: now === Name };
	};

	deleteAsset = async (service: Service): Promise<Finding> => {
		if (this.seen.length === 0) return untold('the asset is not known');
		const answer = await service.ask('DeleteAsset', { model, Id: this.assetId });
		if (isRefused(answer)) return { did: inShort(answer), fits: false };
		const { Id, Deleted } = contentOf(answer);
		if (Deleted !== false) this.made.assetIsGone(this.assetId);
		return { did: JSON.stringify(answer.body), fits: Id === this.assetId && Deleted === true };
	};

	isGone = async (service: Service): Promise<Finding> => {
		if (this.seen.length === 0) return untold('the asset was not known before');
		const answer = await service.ask('GetAsset', { Id: this.assetId });
		return { did: inShort(answer), fits: isNotFound(answer, 'asset') };
	};

	deleteAgain = async (service: Service): Promise<Finding> => {
		if (this.seen.length === 0) return untold('the asset was not known before');
		const answer = await service.ask('DeleteAsset', { model, Id: this.assetId });
		return { did: inShort(answer), fits: isNotFound(answer, 'asset') };
	};

	deleteGroup = async (service: Service): Promise<Finding> => {
		if (!this.formAssetId) return untold('the group is empty');
		const answer = await service.ask('DeleteAssetGroup', { model, Id: this.groupId });
		if (isRefused(answer)) return { did: inShort(answer), fits: false };
		const asset = await service.ask('GetAsset', { Id: this.formAssetId });
		const isGone = isNotFound(asset, 'asset');
		if (isGone) this.made.groupIsGone(this.groupId);
		const did = `${JSON.stringify(answer.body)}, its asset is ${isGone ? 'gone' : 'still there'}`;
		return { did, fits: isGone };
	};

	private image(what: string) {
		return { model, GroupId: this.groupId, Name: `${this.made.name} ${what}`, AssetType: 'Image' };
	}

	private async known(service: Service, Id: string): Promise<Answer[]> {
		return await service.until(
			async () => await service.ask('GetAsset', { Id }),
			(answer) => !isNotFound(answer, 'asset'),
			UNTIL_KNOWN,
		);
	}
}

function isReadyOrFailed(answer: Answer): boolean {
	const asset = contentOf(answer);
	const status = textOf(asset, 'Status');
	return status === 'Failed' || (status === 'Active' && textOf(asset, 'URL') !== '');
}

/** What came of asking more than once: what refused, and how it ended. */
function told(answers: Answer[]): string {
	const last = answers.at(-1);
	if (!last) return 'it was interrupted';
	const before = answers.slice(0, -1);
	const codes = [...new Set(before.map(({ status }) => status))].join(', ');
	const refused = before.length ? `${before.length} times refused (${codes}), then ` : '';
	return `${refused}${inShort(last)}`;
}

const renamed = (now: string, name: string): string => (now === name ? 'renamed' : 'not renamed');

const secondsSince = (began: number): string =>
	`after ${((Date.now() - began) / 1000).toFixed(1)} s`;
