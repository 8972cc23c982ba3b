// Loaded into n8n by the benchmark: leaves the peak memory of the process, in kB, where the benchmark looks for it.
import { writeFileSync } from 'node:fs';

process.on('exit', () => {
	writeFileSync(process.env.BENCH_PEAK_FILE ?? '', String(process.resourceUsage().maxRSS));
});
