// IDLE (RFC 2177): tells what happens until the client says DONE.
import { done, type ImapCommand, type SessionContext } from '../command.ts';

const MAX_LINE_BYTES = 64;

export const idle: ImapCommand = {
  allowedIn: 'authenticated',
  async run(reader, context) {
    reader.end();
    await context.send(['+ Idling\r\n']);
    const view = context.state.kind === 'selected' ? context.state.view : null;
    if (view) view.onNews = () => context.wake();
    try {
      return await untilDone(context);
    } finally {
      if (view) view.onNews = () => {};
    }
  },
};

async function untilDone(context: SessionContext) {
  for (;;) {
    const news = context.state.kind === 'selected' ? context.state.view.updates(true, false) : [];
    if (news.length > 0) await context.send(news);
    const heard = await context.nextLine(MAX_LINE_BYTES, context.services.limits.idleSeconds);
    if (heard === 'wake') continue;
    if (heard === 'timeout') {
      context.leaving = true;
      await context.send(['* BYE Autologout\r\n']);
    }
    if (typeof heard === 'string') return done('Idle ended');
    return heard.line.toUpperCase() === 'DONE'
      ? done('Idle ended')
      : ({ status: 'BAD', text: 'Expected DONE' } as const);
  }
}
