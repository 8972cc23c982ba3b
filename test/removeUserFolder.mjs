import { rmSync } from 'node:fs';

/** Removes the folder that jest.config.mjs made. */
export default function removeUserFolder() {
	rmSync(process.env.N8N_USER_FOLDER ?? '', { recursive: true, force: true });
}
