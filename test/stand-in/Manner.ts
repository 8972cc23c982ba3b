import { documentedRefusal, fieldRefusal, type Refusal, type RefusalAnswer } from './refusals';

/** How answers are dressed: as the vendor's pages show them, or in every way that clients of the service report. */
export type MannerName = 'as-documented' | 'as-in-the-field';

/** Dresses what the API has to say, the same way every time for the same seed and the same requests. */
export class Manner {
	private refusals: number;

	private answers: number;

	private reads: number;

	constructor(
		readonly name: MannerName = 'as-documented',
		/** Where the rotations begin. */
		readonly seed = 0,
	) {
		this.refusals = seed;
		this.answers = seed;
		this.reads = seed;
	}

	get isField(): boolean {
		return this.name === 'as-in-the-field';
	}

	/** A refusal; in the field in the next of its shapes. */
	refusal(refusal: Refusal): RefusalAnswer {
		return this.isField ? fieldRefusal(refusal, this.refusals++) : documentedRefusal(refusal);
	}

	/** An answer; in the field at times in one of two wrappers. */
	answer(answer: unknown): unknown {
		return this.isField ? wrapped(answer, this.answers++) : answer;
	}

	/** The address of a file; in the field signed anew at each read. */
	signed(url: string): string {
		if (!this.isField || url === '') return url;
		return `${url}?X-Expires=43200&X-Signature=${String(++this.reads).padStart(6, '0')}`;
	}
}

function wrapped(answer: unknown, number: number): unknown {
	if (number % 3 === 1)
		return { ResponseMetadata: { RequestId: '20260101-stand-in' }, Result: answer };
	if (number % 3 === 2) return { code: 'success', message: '', data: answer };
	return answer;
}
