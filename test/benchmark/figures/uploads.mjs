import { atMost, plain } from '../rows.mjs';
import { median } from '../Bench.mjs';
import { costOfUploads } from '../uploadCost.mjs';

const RUNS = 3;
const FILES = 20;
const MEGABYTES = 40;
const MOST_MB = 120;

/** Files that n8n keeps in memory; in n8n's engine alone, because a whole n8n cannot print or store so much of them. */
export const uploadsFromMemory = {
	name: `${FILES} uploads of ${MEGABYTES} MB from memory`,
	/** @param {import('../Bench.mjs').Bench} bench */
	async measure({ standIn }) {
		/** @type {number[]} */
		const costs = [];
		for (let run = 0; run < RUNS; run++) {
			await standIn.reset({ groups: 1 });
			costs.push(
				await costOfUploads(standIn, { where: 'memory', megabytes: MEGABYTES, files: FILES }),
			);
		}
		await standIn.reset({});
		return plain(
			`${this.name} (in n8n's engine): peak above the files themselves`,
			atMost(MOST_MB, median(costs), 'MB'),
		);
	},
};
