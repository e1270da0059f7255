import { describe, expect, it } from 'vitest';
import { type AuthenticatorOptions, createAuthenticator } from '../../../src/engine/auth/authenticator.ts';
import { type DeriveKey, hashPassword, verifyPassword } from '../../../src/engine/auth/password.ts';

const ANN = 'ann@example.org';
const HOME = '192.0.2.1';

/** A derivation that costs nothing, counts, and can be held back. */
function fakeScrypt() {
  let calls = 0;
  let running = 0;
  let mostRunning = 0;
  let open = true;
  let release: () => void = () => {};
  let gate = Promise.resolve();
  const derive: DeriveKey = async (password, salt, bytes) => {
    calls += 1;
    running += 1;
    mostRunning = Math.max(mostRunning, running);
    if (!open) await gate;
    running -= 1;
    return Buffer.alloc(bytes, `${password}${Buffer.from(salt).toString('hex')}`);
  };
  return {
    derive,
    get calls() {
      return calls;
    },
    get mostRunning() {
      return mostRunning;
    },
    hold() {
      open = false;
      gate = new Promise((resolve) => {
        release = () => {
          open = true;
          resolve();
        };
      });
    },
    release: () => release(),
  };
}

async function lab(options: AuthenticatorOptions = {}) {
  const scrypt = fakeScrypt();
  let seconds = 1000;
  const passwordHash = await hashPassword('right', scrypt.derive);
  const authenticator = createAuthenticator([{ address: ANN, passwordHash }], {
    now: () => seconds,
    derive: scrypt.derive,
    ...options,
  });
  const before = scrypt.calls;
  return {
    authenticator,
    scrypt,
    hashes: () => scrypt.calls - before,
    wait: (more: number) => {
      seconds += more;
    },
  };
}

describe('passwords', () => {
  it('are kept as scrypt with their parameters, salted, and verified by the real derivation', async () => {
    const hash = await hashPassword('pässword');
    expect(hash).toMatch(/^scrypt\$15\$8\$1\$[A-Za-z0-9+/]{22}==\$[A-Za-z0-9+/]{43}=$/);
    expect(await verifyPassword('pässword', hash)).toBe(true);
    expect(await verifyPassword('passwörd', hash)).toBe(false);
  });

  it.each(['', 'scrypt$15$8$1$abcd', 'scrypt$30$8$1$abcd$abcd', 'scrypt$15$0$1$abcd$abcd', 'bcrypt$15$8$1$abcd$abcd'])(
    'are never right for the hash %j, and nothing is computed',
    async (hash) => {
      const scrypt = fakeScrypt();
      expect(await verifyPassword('x', hash, scrypt.derive)).toBe(false);
      expect(scrypt.calls).toBe(0);
    },
  );
});

describe('the authenticator', () => {
  it('lets in who knows the password, in any spelling of the address', async () => {
    const { authenticator } = await lab();
    expect(await authenticator.verify('Ann@Example.ORG', 'right', HOME)).toEqual({ account: ANN });
    expect(await authenticator.verify(ANN, 'wrong', HOME)).toEqual({ refused: 'credentials' });
    expect(await authenticator.verify(ANN, '', HOME)).toEqual({ refused: 'credentials' });
  });

  it('does the same work for an unknown user as for a known one', async () => {
    const { authenticator, hashes } = await lab();
    await authenticator.verify(ANN, 'wrong', HOME);
    const known = hashes();
    await authenticator.verify('nobody@example.org', 'wrong', HOME);
    expect(hashes()).toBe(2 * known);
    expect(known).toBe(1);
  });

  it('takes no password for an account without one, nor for names of the language', async () => {
    const scrypt = fakeScrypt();
    const authenticator = createAuthenticator([{ address: ANN }], { derive: scrypt.derive });
    for (const user of [ANN, '__proto__', 'constructor'])
      expect(await authenticator.verify(user, '', HOME)).toEqual({ refused: 'credentials' });
  });

  it('accepts a plain password of a laboratory and nothing else', async () => {
    const scrypt = fakeScrypt();
    const authenticator = createAuthenticator([{ address: ANN, password: 'lab' }], { derive: scrypt.derive });
    expect(await authenticator.verify(ANN, 'lab', HOME)).toEqual({ account: ANN });
    expect(await authenticator.verify(ANN, 'Lab', HOME)).toEqual({ refused: 'credentials' });
    expect(await authenticator.verify(ANN, 'lab', HOME)).toEqual({ account: ANN });
  });

  it('knows a verified password for an hour without a hash', async () => {
    const { authenticator, hashes, wait } = await lab();
    await authenticator.verify(ANN, 'right', HOME);
    await authenticator.verify(ANN, 'right', HOME);
    expect(hashes()).toBe(1);
    wait(3601);
    await authenticator.verify(ANN, 'right', HOME);
    expect(hashes()).toBe(2);
  });

  it('hashes two at once, queues within bounds and says busy beyond', async () => {
    const { authenticator, scrypt } = await lab({ maxWaiting: 3 });
    scrypt.hold();
    const attempts = Array.from({ length: 8 }, (_, index) =>
      authenticator.verify(`u${index}@example.org`, 'x', `10.0.0.${index}`),
    );
    const early = await Promise.all(attempts.slice(5));
    expect(early).toEqual([{ refused: 'busy' }, { refused: 'busy' }, { refused: 'busy' }]);
    scrypt.release();
    expect(await Promise.all(attempts.slice(0, 5))).toEqual(Array(5).fill({ refused: 'credentials' }));
    expect(scrypt.mostRunning).toBe(2);
  });

  it('lets many clients of one user wait for one hash', async () => {
    const { authenticator, hashes } = await lab();
    const results = await Promise.all(Array.from({ length: 10 }, () => authenticator.verify(ANN, 'right', HOME)));
    expect(results).toEqual(Array(10).fill({ account: ANN }));
    expect(hashes()).toBeLessThanOrEqual(2);
  });

  it('does not let one address fill the queue', async () => {
    const { authenticator, scrypt } = await lab();
    scrypt.hold();
    const flood = Array.from({ length: 50 }, (_, index) =>
      authenticator.verify(`u${index}@example.org`, 'x', '198.51.100.9'),
    );
    const owner = authenticator.verify(ANN, 'right', HOME);
    scrypt.release();
    expect(
      (await Promise.all(flood)).filter((result) => 'refused' in result && result.refused === 'busy'),
    ).toHaveLength(34);
    expect(await owner).toEqual({ account: ANN });
  });

  it('slows a guesser more and more, and never locks the owner out from elsewhere', async () => {
    const { authenticator, hashes, wait } = await lab();
    const guess = () => authenticator.verify(ANN, 'guess', '198.51.100.9');
    for (let second = 0; second < 3600; second++) {
      await guess();
      wait(1);
    }
    const tried = hashes();
    expect(tried).toBeGreaterThan(4);
    expect(tried).toBeLessThan(30);
    expect(await guess()).toEqual({ refused: 'throttled' });
    expect(await authenticator.verify(ANN, 'right', HOME)).toEqual({ account: ANN });
  });

  it('slows an address that tries many users, an IPv6 network as one address', async () => {
    const { authenticator } = await lab();
    const results = [];
    for (let user = 0; user < 40; user++)
      results.push(await authenticator.verify(`u${user}@example.org`, 'x', `2001:db8::${user + 1}`));
    expect(results.filter((result) => 'refused' in result && result.refused === 'throttled').length).toBeGreaterThan(5);
    expect(await authenticator.verify(ANN, 'right', '2001:db8:0:1::1')).toEqual({ account: ANN });
  });

  it('forgives mistyping: a success clears the count of that user at that address', async () => {
    const { authenticator } = await lab();
    for (let turn = 0; turn < 5; turn++) {
      for (let wrong = 0; wrong < 3; wrong++) await authenticator.verify(ANN, 'typo', HOME);
      expect(await authenticator.verify(ANN, 'right', HOME)).toEqual({ account: ANN });
    }
  });
});
