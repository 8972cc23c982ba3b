/**
 * The same case with a service that behaves as clients report it: what is new is not found at once, refusals and answers
 * come in every shape, names are unique in a group. It holds for each `standIn.reset` of the case that names no manner.
 *
 * @template {{ standIn: import('../stand-in/StandIn.ts').StandIn }} C
 * @param {(context: C) => Promise<void>} run
 * @returns {(context: C) => Promise<void>}
 */
export const inTheField = (run) => async (context) => {
	const { standIn } = context;
	const { usualManner } = standIn;
	standIn.usualManner = 'as-in-the-field';
	try {
		await run(context);
	} finally {
		standIn.usualManner = usualManner;
	}
};
