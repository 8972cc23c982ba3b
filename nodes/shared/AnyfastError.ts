import { isObject, nonBlank } from './json';
import type { Kind } from './kinds';

/** Whether what was asked for was done at Anyfast: certainly not, perhaps, or certainly. */
export type Done = 'no' | 'maybe' | 'yes';

/** What is known of what had been done before an error. */
interface Before extends Pick<ErrorDetails, 'taskId' | 'assetId'> {
	/** Put before the error's own. */
	advice?: string;
}

/** What an error says besides its message. */
interface ErrorDetails {
	/** What to do about it, in sentences for the person at the canvas. */
	description?: string;
	/** Who caused it: what the user set (unless given), or what the API did. */
	cause?: 'user' | 'api';
	/** HTTP status, if there was an answer. */
	httpCode?: string;
	/** The code that the API gave, as in `NotFound.group_id`. */
	code?: string;
	/** The video task that exists, whatever happened. */
	taskId?: string;
	/** The asset that exists, whatever happened. */
	assetId?: string;
	/** What the API calls the request, for its support. */
	requestId?: string;
	done?: Done;
	/** What kind of thing happened, for code that has to tell errors apart: see `isKind`. */
	kind?: Kind;
}

/**
 * An error of this package: what happened, and what to do. It knows nothing of n8n; `toNodeError` turns it into one of
 * n8n's errors.
 */
export class AnyfastError extends Error {
	constructor(
		message: string,
		readonly details: ErrorDetails = {},
	) {
		super(message);
	}

	/** The same error with other words or details; what is not given stays. */
	with({ message = this.message, ...details }: ErrorDetails & { message?: string }): AnyfastError {
		return new AnyfastError(message, { ...this.details, ...details });
	}

	/**
	 * The same error, saying also what had been done before it.
	 *
	 * @param what as in "the asset was uploaded as asset://…"; in the message, because under On Error: Continue workflows
	 *   often read nothing else
	 */
	after(what: string, { advice = '', ...ids }: Before = {}): AnyfastError {
		const description = [advice, this.details.description].filter(Boolean).join(' ');
		return this.with({ message: `${this.message}; ${what}`, description, done: 'yes', ...ids });
	}

	/** The same error in other words. @param words gives them for its message, and for its description */
	reworded(words: (text: string) => string): AnyfastError {
		const { description } = this.details;
		return this.with({
			message: words(this.message),
			description: description && words(description),
		});
	}
}

/** Whether an error is of one of these kinds; anything else that was thrown is of none. */
export function isKind<K extends Kind>(
	cause: unknown,
	...kinds: K[]
): cause is AnyfastError & { details: { kind: K } } {
	return cause instanceof AnyfastError && kinds.some((kind) => kind === cause.details.kind);
}

/** Whether nothing is sent any more: the execution was canceled, or the run was stopped because another item failed. */
export const hasRunEnded = (cause: unknown): boolean => isKind(cause, 'canceled', 'stopped');

/** Whatever was thrown, as one of our errors, so that what was done before can be said in it. */
export function asAnyfastError(cause: unknown): AnyfastError {
	if (cause instanceof AnyfastError) return cause;
	const said = isObject(cause) ? nonBlank(cause.description) : undefined;
	return new AnyfastError(cause instanceof Error ? cause.message : String(cause), {
		description: said ?? 'This is unexpected: please report it with the log of n8n.',
	});
}

/** The error for a file that n8n's store did not give, or not to its end; one of ours stays as it is. */
export function unreadableFile(error: unknown): AnyfastError {
	if (error instanceof AnyfastError) return error;
	const reason = error instanceof Error ? error.message : String(error);
	return new AnyfastError("The file could not be read from n8n's storage", {
		description: `${reason}. Check that the execution's files are still there, and run the node that produced the file again.`,
	});
}
