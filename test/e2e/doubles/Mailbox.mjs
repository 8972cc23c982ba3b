import { createServer } from 'node:net';

const READY = '220 mailbox';
const OK = '250 OK';

/** What is answered to a command; OK to all others. @type {Record<string, string>} */
const ANSWERS = { DATA: '354 Go on', QUIT: '221 Bye' };

/** A mail server on 127.0.0.1 that takes every mail, and keeps it. */
export class Mailbox {
	/** The texts of the mails, headers included, in the order in which they came. @type {string[]} */
	received = [];

	/** Where it listens, once it was started. */
	port = 0;

	#server = createServer((socket) => this.#serve(socket));

	/** Starts one on a free port. */
	static async start() {
		const mailbox = new Mailbox();
		await new Promise((resolve) => {
			mailbox.#server.listen(0, '127.0.0.1', () => resolve(undefined));
		});
		const address = mailbox.#server.address();
		if (address && typeof address === 'object') mailbox.port = address.port;
		return mailbox;
	}

	async stop() {
		await new Promise((resolve) => this.#server.close(resolve));
	}

	/** @param {import('node:net').Socket} socket */
	#serve(socket) {
		let unread = '';
		let isMail = false;
		/** @param {string} line */
		const say = (line) => socket.write(`${line}\r\n`);
		say(READY);
		socket.on('error', () => {});
		socket.on('data', (data) => {
			unread += data.toString('latin1');
			for (;;) {
				const end = isMail ? '\r\n.\r\n' : '\r\n';
				const at = unread.indexOf(end);
				if (at < 0) return;
				const read = unread.slice(0, at);
				unread = unread.slice(at + end.length);
				if (isMail) this.received.push(decoded(read));
				const command = isMail ? '' : read.slice(0, 4).toUpperCase();
				isMail = command === 'DATA';
				say(ANSWERS[command] ?? OK);
				if (command === 'QUIT') socket.end();
			}
		});
	}
}

/** A mail without what quoted-printable, the usual encoding, makes of it. @param {string} mail */
const decoded = (mail) =>
	mail
		.replace(/=\r\n/g, '')
		.replace(/=([\dA-F]{2})/g, (_, code) => String.fromCharCode(parseInt(code, 16)));
