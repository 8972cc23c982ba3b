import { ODD_QUERY_ANSWERS, type OddQueryName } from './answers/queries';
import { SUBMIT_FORMS, type SubmitForm } from './answers/submits';
import type { AssetStore } from './AssetStore';
import { checkSubmit, type Refuse } from './checkSubmit';
import { Instead } from './faults';
import type { Manner } from './Manner';
import type { Outcome, VideoBehaviour } from './options';
import { Propagation } from './Propagation';
import { GatewayRefusal, modelNotFound, Refusal } from './refusals';
import { queryAnswer, type Snapshot, submitAnswer } from './videoAnswers';
import { VIDEO_MODELS, type VideoModel } from './videoModels';
import { type Input, inputsOf, type SubmitRequest } from './videoRequest';
import { DOCUMENTED_SHAPE, fieldShape, type State, type VideoShape } from './videoShapes';

/** A task that was accepted, and is billed unless it fails. */
export interface Task {
	id: string;
	request: SubmitRequest;
	outcome: Outcome;
	shape: VideoShape;
	/** How often it was asked for, in all and since it was done. */
	asked: number;
	askedWhenDone: number;
	/** When it was accepted, in milliseconds. */
	since: number;
}

/** Where files of finished videos are. */
export interface Links {
	/** The address of a file in the storage, by its name. */
	inStorage: (name: string) => string;
	/** The address of a task's video on the gateway's own host. */
	onOwnHost: (id: string) => string;
}

/** Makes videos, as far as a client can tell. */
export class VideoStore {
	/** All submits that were accepted, in their order. */
	readonly tasks: Task[] = [];

	private readonly usable: Propagation;

	private readonly named = new Set<string>();

	/** What queries are answered once, instead of what is so. */
	private readonly oddAnswers: OddQueryName[];

	/**
	 * @param links where files are
	 * @param checkBilling throws if a model may not be used
	 */
	constructor(
		private readonly behaviour: VideoBehaviour,
		private readonly assets: AssetStore,
		private readonly manner: Manner,
		private readonly now: () => number,
		private readonly links: Links,
		private readonly checkBilling: (model: string) => void,
	) {
		this.usable = new Propagation(behaviour.assetsUsableAfter, now);
		const { oddAnswers = [] } = behaviour;
		this.oddAnswers = oddAnswers === 'each' ? namesOf(ODD_QUERY_ANSWERS) : [...oddAnswers];
	}

	/** @returns what is answered, or happens instead */
	submit(request: SubmitRequest): unknown {
		const model = VIDEO_MODELS[request.model];
		if (!model) throw modelNotFound(request.model);
		this.checkBilling(request.model);
		const refuse: Refuse = (message, code = 'InvalidParameter') => {
			throw this.refusal(400, code, message);
		};
		checkSubmit(request, model, this.behaviour.extraFields ?? [], refuse);
		this.checkAssets(inputsOf(request), model, refuse);
		const moderated = this.behaviour.moderates?.(request);
		if (moderated) refuse(moderated.message, moderated.code);
		return submitAnswer(this.snapshot(this.add(request)));
	}

	/** @returns what is answered, or happens instead */
	get(id: string): unknown {
		const task = this.tasks.find((other) => other.id === id);
		const { notFoundFirst, nullFirst } = task?.shape ?? DOCUMENTED_SHAPE;
		if (task && task.asked > notFoundFirst + nullFirst) {
			const odd = this.oddAnswer(task);
			if (odd !== undefined) return odd;
		}
		const before = task ? task.asked++ : 0;
		if (!task || before < notFoundFirst) throw taskNotExist(id);
		if (before < notFoundFirst + nullFirst) return { code: 'success', message: '', data: null };
		const answer = queryAnswer(this.snapshot(task));
		if (this.stateOf(task) === 'succeeded') task.askedWhenDone++;
		return answer;
	}

	/** The next oddness; of a task that was answered properly before, and as if it had not been asked. */
	private oddAnswer(task: Task): unknown {
		const name = this.oddAnswers.shift();
		if (name === undefined) return undefined;
		const fault = ODD_QUERY_ANSWERS[name];
		if (typeof fault === 'string' || !('changed' in fault)) return new Instead(fault);
		return fault.changed(queryAnswer(this.snapshot(task)));
	}

	/** How many of the odd answers no query has met yet. */
	get oddAnswersLeft(): number {
		return this.oddAnswers.length;
	}

	/** How many tasks are billed: those that were accepted and have not failed by now. */
	get billed(): number {
		return this.tasks.filter(
			(task) => !['failed', 'cancelled', 'expired'].includes(this.stateOf(task)),
		).length;
	}

	private add(request: SubmitRequest): Task {
		const number = this.tasks.length;
		const { outcomes = [], shape } = this.behaviour;
		const ownShape = {
			...(this.manner.isField ? fieldShape(number + this.manner.seed) : DOCUMENTED_SHAPE),
			...(Array.isArray(shape) ? shape[number % shape.length] : shape),
		};
		const task = {
			id: idOf(number + 1, ownShape),
			request,
			outcome: outcomes[Math.min(number, outcomes.length - 1)] ?? 'succeeded',
			shape: ownShape,
			asked: 0,
			askedWhenDone: 0,
			since: this.now(),
		};
		this.tasks.push(task);
		return task;
	}

	private snapshot(task: Task): Snapshot {
		const { id, request, outcome, shape, since } = task;
		const model = VIDEO_MODELS[request.model];
		if (!model) throw new Error(`There is no model ${request.model}`);
		return {
			id,
			upstreamId: id.replace('asyntask_', 'cgt-20260101-'),
			request,
			model,
			shape,
			state: this.stateOf(task),
			failure: typeof outcome === 'object' ? outcome : { code: '', message: '' },
			submitTime: Math.floor(since / 1000),
			video: this.links.inStorage(`${id}.mp4`),
			ownVideo: this.links.onOwnHost(id),
			hasAddress: this.hasAddress(task),
			original: this.links.inStorage(`${id}-original.mp4`),
			lastFrame: this.links.inStorage(`${id}.png`),
		};
	}

	private hasAddress({ shape, askedWhenDone }: Task): boolean {
		return shape.address !== 'nowhere' && askedWhenDone >= shape.addressAfter;
	}

	private stateOf({ outcome, shape, asked, since }: Task): State {
		const { readyAfter = { questions: 1 } } = this.behaviour;
		const questions = asked - shape.notFoundFirst - shape.nullFirst;
		const share =
			'questions' in readyAfter
				? (questions - 1) / readyAfter.questions
				: (this.now() - since) / readyAfter.ms;
		if (outcome === 'never' || questions <= 0) return 'queued';
		// Without a pause at all 0/0 is none either.
		if (!(share < 1)) return typeof outcome === 'object' ? (outcome.state ?? 'failed') : outcome;
		return share < 0.25 ? 'queued' : 'running';
	}

	/** Assets must be there, finished, known to generation by now, and of a kind that the model resolves. */
	private checkAssets(inputs: Input[], { knowsPeople }: VideoModel, refuse: Refuse): void {
		const named = inputs.flatMap(({ url, index }) => {
			const [, id] = /^asset:\/\/(.*)$/.exec(url) ?? [];
			return id === undefined ? [] : [{ id, text: `content[${index}]: The specified asset ${id}` }];
		});
		for (const { id, text } of named) {
			const asset = this.assets.rows.find(({ Id }) => Id === id);
			const isOfPerson = asset !== undefined && this.assets.isOfPerson(asset);
			if (!asset || (isOfPerson && !knowsPeople)) return refuse(`${text} is not found`);
			if (asset.Status !== 'Active') refuse(`${text} is still processing`);
		}
		const unusable = this.stillUnusable(new Set(named.map(({ id }) => id)));
		const first = named.find(({ id }) => unusable.includes(id));
		if (first) refuse(`${first.text} is not available yet`);
	}

	/** Those of the assets that generation does not find yet; each is asked for once. */
	private stillUnusable(ids: Set<string>): string[] {
		for (const id of ids) {
			if (!this.named.has(id)) this.usable.begin('asset', id);
			this.named.add(id);
		}
		return [...ids].filter((id) => !this.usable.knows(id));
	}

	private refusal(status: number, code: string, message: string): Error {
		return this.manner.isField
			? new Refusal(status, code, message)
			: new GatewayRefusal(status, message, code);
	}
}

const taskNotExist = (id: string): GatewayRefusal =>
	new GatewayRefusal(404, `The task ${id} does not exist`, 'task_not_exist');

/** The ID of the task with a running number. */
function idOf(number: number, { submit }: VideoShape): string {
	const form: SubmitForm = SUBMIT_FORMS[submit];
	return form.isNumber
		? String(918_273_000 + number)
		: `asyntask_${String(number).padStart(6, '0')}`;
}

const namesOf = <Name extends string>(table: Record<Name, unknown>): Name[] =>
	Object.keys(table) as Name[];
