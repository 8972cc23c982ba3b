import type { AssetStore } from './AssetStore';
import { checkSubmit, type Refuse } from './checkSubmit';
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
	/** How often it was asked for. */
	asked: number;
	/** When it was accepted, in milliseconds. */
	since: number;
}

/** Makes videos, as far as a client can tell. */
export class VideoStore {
	/** All submits that were accepted, in their order. */
	readonly tasks: Task[] = [];

	private readonly usable: Propagation;

	private readonly named = new Set<string>();

	/**
	 * @param link gives the address of a file by its name
	 * @param checkBilling throws if a model may not be used
	 */
	constructor(
		private readonly behaviour: VideoBehaviour,
		private readonly assets: AssetStore,
		private readonly manner: Manner,
		private readonly now: () => number,
		private readonly link: (name: string) => string,
		private readonly checkBilling: (model: string) => void,
	) {
		this.usable = new Propagation(behaviour.assetsUsableAfter, now);
	}

	submit(request: SubmitRequest): object {
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

	get(id: string): object {
		const task = this.tasks.find((other) => other.id === id);
		const { notFoundFirst, nullFirst } = task?.shape ?? DOCUMENTED_SHAPE;
		if (!task || task.asked < notFoundFirst) {
			if (task) task.asked++;
			throw new GatewayRefusal(404, `The task ${id} does not exist`, 'task_not_exist');
		}
		if (task.asked++ < notFoundFirst + nullFirst)
			return { code: 'success', message: '', data: null };
		return queryAnswer(this.snapshot(task));
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
		const task = {
			id: `asyntask_${String(number + 1).padStart(6, '0')}`,
			request,
			outcome: outcomes[Math.min(number, outcomes.length - 1)] ?? 'succeeded',
			shape: {
				...(this.manner.isField ? fieldShape(number + this.manner.seed) : DOCUMENTED_SHAPE),
				...shape,
			},
			asked: 0,
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
			video: this.link(`${id}.mp4`),
			original: this.link(`${id}-original.mp4`),
			lastFrame: this.link(`${id}.png`),
		};
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
