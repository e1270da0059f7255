// Debian's Postfix in a folder of its own, delivering to a Maildir by its virtual(8).
import { spawnSync } from 'node:child_process';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Contestant, startProgram } from './contestant.ts';
import { mailFiles } from './kept.ts';

const PROGRAM = '/usr/sbin/postfix';

/**
 * import_environment stays as it is: MAIL_CONFIG in it tells the daemons of this folder. Without it all of them end at once, the log
 * daemon too, and master waits for ever for somebody to read the log socket.
 * default_process_limit is 100 by default: 500 idle sessions need a smtpd each.
 * in_flow_delay is 1 s by default: whenever delivery is behind, taking mail is slowed down. Off, since taking mail is what is measured.
 */
const mainCf = (folder: string): string => `compatibility_level = 3.6
queue_directory = ${folder}/queue
data_directory = ${folder}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
myhostname = mail.example.com
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
virtual_mailbox_domains = example.com
virtual_mailbox_base = ${folder}/mail
virtual_mailbox_maps = static:alice/
virtual_uid_maps = static:65534
virtual_gid_maps = static:65534
virtual_mailbox_limit = 0
message_size_limit = 20000000
in_flow_delay = 0
smtpd_client_connection_count_limit = 0
smtpd_recipient_restrictions = permit_mynetworks, reject
default_process_limit = 600
maillog_file = ${folder}/log/maillog
maillog_file_prefixes = ${folder}
`;

const masterCf = (port: number): string => `127.0.0.1:${port} inet n - n - - smtpd
pickup    unix  n - n 60 1 pickup
cleanup   unix  n - n - 0 cleanup
qmgr      unix  n - n 300 1 qmgr
rewrite   unix  - - n - - trivial-rewrite
bounce    unix  - - n - 0 bounce
defer     unix  - - n - 0 bounce
trace     unix  - - n - 0 bounce
flush     unix  n - n 1000? 0 flush
proxymap  unix  - - n - - proxymap
virtual   unix  - n n - - virtual
error     unix  - - n - - error
retry     unix  - - n - - error
anvil     unix  - - n - 1 anvil
scache    unix  - - n - 1 scache
postlog   unix-dgram n - n - 1 postlogd
`;

export const postfix: Contestant = {
  name: 'Postfix, virtual(8) to a Maildir',
  promise: 'on disk in its queue; then delivered to a Maildir',
  async start(folder, port) {
    if (spawnSync(PROGRAM, ['status'], { stdio: 'ignore' }).error) return 'not installed (Debian: postfix)';
    if (process.getuid?.() !== 0) return 'Postfix is started by root only';
    for (const name of ['etc', 'queue', 'data', 'mail', 'log']) await mkdir(join(folder, name), { recursive: true });
    await chmod(folder, 0o755);
    spawnSync('chown', ['postfix', join(folder, 'data')]);
    spawnSync('chown', ['65534', join(folder, 'mail')]);
    await writeFile(join(folder, 'etc/main.cf'), mainCf(folder));
    await writeFile(join(folder, 'etc/master.cf'), masterCf(port));
    const configuration = ['-c', join(folder, 'etc')];
    const server = await startProgram({
      command: PROGRAM,
      // In the foreground, all its daemons are our descendants.
      words: [...configuration, 'start-fg'],
      folder,
      port,
      tellToStop: () => void spawnSync(PROGRAM, [...configuration, 'stop'], { stdio: 'ignore', timeout: 15_000 }),
    });
    return { ...server, kept: mailFiles(join(folder, 'mail/alice/new'), /./) };
  },
};
