import * as fc from 'fast-check';

/** How many cases are drawn, and from which seed, if one is given; jest.config.mjs reads them from the environment. */
declare const PROPERTIES: { runs: number; seed?: number };

/** How large a case may be: as large as can be if somebody searches with many of them. */
export const sizeOf = (usual: number, largest: number): number =>
	PROPERTIES.runs >= 1000 ? largest : usual;

/**
 * Checks a property with drawn cases. If it fails, the command that repeats it stands below the smallest case found.
 *
 * @param share the part of the usual number of cases, for those that cost much
 */
export async function checkProperty<T>(
	property: fc.IAsyncProperty<T> | fc.IProperty<T>,
	share = 1,
): Promise<void> {
	const { runs, seed } = PROPERTIES;
	const details = await fc.check(property, { seed, numRuns: Math.ceil(runs * share) });
	if (!details.failed) return;
	const { currentTestName = '', testPath = '' } = expect.getState();
	const name = currentTestName.replaceAll(/[^\w\s-]/g, '.');
	const command = `PROPERTY_RUNS=${runs} PROPERTY_SEED=${details.seed} npx jest ${testPath} -t '${name}'`;
	const { errorInstance: cause } = details;
	const what = cause instanceof Error ? cause.message : String(cause);
	throw new Error(
		`${what}\n\n${await fc.asyncDefaultReportMessage(details)}\n\nTo repeat it: ${command}\n`,
	);
}
