import { AnyfastError } from './AnyfastError';

/** The error for a file that n8n's store did not give, or not to its end. */
export function unreadableFile(error: unknown): AnyfastError {
	const reason = error instanceof Error ? error.message : String(error);
	return new AnyfastError("The file could not be read from n8n's storage", {
		description: `${reason}. Check that the execution's files are still there, and run the node that produced the file again.`,
	});
}
