/*
 * What the hosted pages do besides being plain forms; all of it is comfort, nothing depends on it. Forms are pressed
 * once, typed data are checked while the person is still there, a code is asked for without leaving the page, a form
 * that forwards does so by itself, a page that waits looks again, another language keeps what was typed.
 */
(() => {
  const byId = (id) => document.getElementById(id);

  /* ---- checks: the same three as the server's, and equality of the two passwords ---- */
  const tidy = (text) => text.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase();

  /* A code as it is typed, or pasted with the words around it: the one run of six digits, or all digits. */
  const digitsOf = (text) => {
    const runs = tidy(text).match(/(?<!\d)\d{6}(?!\d)/g) || [];
    return runs.length === 1 ? runs[0] : tidy(text).replace(/\D/g, '');
  };

  const isIdNumber = (text) => {
    if (!/^[1-9]\d{16}[\dX]$/.test(text)) return false;
    const month = Number(text.slice(10, 12));
    const born = new Date(Date.UTC(Number(text.slice(6, 10)), month - 1, Number(text.slice(12, 14))));
    if (born.getUTCMonth() !== month - 1 || born.getUTCDate() !== Number(text.slice(12, 14))) return false;
    const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const total = weights.reduce((sum, weight, index) => sum + weight * Number(text[index]), 0);
    return '10X98765432'[total % 11] === text[17];
  };

  const isCardNumber = (text) => {
    if (!/^\d{13,19}$/.test(text)) return false;
    let total = 0;
    for (let index = 0; index < text.length; index += 1) {
      const digit = Number(text[text.length - 1 - index]);
      const counted = index % 2 === 1 ? digit * 2 : digit;
      total += counted > 9 ? counted - 9 : counted;
    }
    return total % 10 === 0;
  };

  const checks = {
    realName: (input) => input.value.trim() !== '' && [...input.value.trim()].length <= 50,
    idNumber: (input) => isIdNumber(tidy(input.value)),
    cardNumber: (input) => isCardNumber(tidy(input.value)),
    amount: (input) => /^(?!0*\.?0*$)\d{1,9}(\.\d{0,2})?$/.test(tidy(input.value).replace(/[,，]|^[¥￥]|元$/g, '')),
    mobile: (input) => /^((\+|00)?86)?1[3-9]\d{9}$/.test(tidy(input.value)),
    oldPassword: (input) => /^\d{6}$/.test(input.value),
    password: (input) => /^\d{6}$/.test(input.value),
    passwordAgain: (input) => input.value === byId('password').value,
    smsCode: (input) => /^\d{6}$/.test(input.value),
    agreed: (input) => input.checked,
  };

  const show = (box, text) => {
    if (!box) return;
    box.textContent = text;
    box.hidden = text === '';
  };

  const mark = (input, mistake) => {
    if (mistake === '') input.removeAttribute('aria-invalid');
    else input.setAttribute('aria-invalid', 'true');
    show(byId(`${input.id}-error`), mistake);
    if (!document.querySelector('[aria-invalid]')) show(byId('alert'), '');
  };

  const judge = (input) => {
    const right = checks[input.dataset.check](input);
    mark(input, right ? '' : input.dataset.mistake);
    return right;
  };

  // A mistake that appears while a button is being pressed would move the button away from under the finger: it waits.
  let pressing = false;
  let waiting = [];
  const release = () => {
    pressing = false;
    const due = waiting;
    waiting = [];
    setTimeout(() => due.map((act) => act()), 50);
  };
  document.addEventListener('pointerdown', () => (pressing = true), true);
  document.addEventListener('pointerup', release, true);
  document.addEventListener('pointercancel', release, true);
  const calmly = (act) => (pressing ? waiting.push(act) : act());

  /* ---- pressed once, and says so ---- */
  const rest = (form) => {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll('[data-label]')) {
      button.textContent = button.dataset.label;
      delete button.dataset.label;
      button.removeAttribute('aria-disabled');
    }
  };

  const press = (form, button) => {
    form.dataset.sent = '1';
    button.dataset.label = button.textContent;
    button.textContent = form.dataset.once;
    button.setAttribute('aria-disabled', 'true');
  };

  /* ---- everything that belongs to one page; begun anew when its language changes ---- */
  const begin = () => {
    const { body } = document;
    for (const input of document.querySelectorAll('[data-check]')) {
      const typed = (event) => {
        // What an input method is still composing is left alone.
        if (event.isComposing) return;
        const digits = input.dataset.digits ? digitsOf(input.value) : input.value;
        if (digits !== input.value) input.value = digits;
        if (input.hasAttribute('aria-invalid') && checks[input.dataset.check](input)) mark(input, '');
      };
      for (const event of ['input', 'compositionend']) input.addEventListener(event, typed);
      // An empty field left behind is no mistake yet; a wrong one is told while the person is still there.
      input.addEventListener('change', () => calmly(() => (input.value === '' ? mark(input, '') : judge(input))));
    }

    /* ---- forms are sent once ---- */
    for (const form of document.querySelectorAll('form[data-once]')) {
      form.addEventListener('submit', (event) => {
        if (form.dataset.sent) {
          event.preventDefault();
          return;
        }
        const sms = event.submitter && event.submitter.id === 'sendSmsButton';
        if (!sms) {
          const asked = [...form.querySelectorAll('[data-check]')].filter((one) => one.getClientRects().length > 0);
          const wrong = asked.filter((input) => !judge(input));
          if (wrong.length > 0) {
            event.preventDefault();
            wrong[0].focus();
            return;
          }
          press(form, form.querySelector('.primary') || form.querySelector('button'));
        }
      });
    }

    /* ---- the code by SMS, without leaving the page ---- */
    const sms = byId('sendSmsButton');
    if (sms) {
      const first = sms.textContent;
      let timer = 0;
      const waitFor = (seconds) => {
        clearInterval(timer);
        const until = Date.now() + seconds * 1000;
        const tick = () => {
          const left = Math.ceil((until - Date.now()) / 1000);
          sms.disabled = left > 0;
          sms.textContent = left > 0 ? sms.dataset.after.replace('{n}', left) : sms.dataset.again;
          if (left <= 0) clearInterval(timer);
        };
        tick();
        timer = setInterval(tick, 500);
      };
      if (Number(sms.dataset.wait) > 0) waitFor(Number(sms.dataset.wait));
      sms.addEventListener('click', async (event) => {
        event.preventDefault();
        const needed = byId(sms.dataset.needs);
        if (needed?.dataset.check && !judge(needed)) return needed.focus();
        sms.disabled = true;
        sms.textContent = sms.form.dataset.once;
        const form = new URLSearchParams();
        for (const [name, value] of new FormData(sms.form)) if (!/password/i.test(name)) form.set(name, value);
        try {
          const answer = await fetch(sms.formAction, {
            method: 'POST',
            body: form,
            headers: { accept: 'application/json' },
          }).then((response) => (response.ok ? response.json() : Promise.reject(response)));
          const at = byId(answer.field) || byId('smsCode');
          mark(at, answer.mistake || '');
          show(byId('status'), answer.message || '');
          if (answer.seconds > 0) waitFor(answer.seconds);
          else {
            sms.disabled = false;
            sms.textContent = first;
          }
          (answer.mistake ? at : byId('smsCode')).focus();
        } catch {
          // The page as it is now says what has become of it.
          location.reload();
        }
      });
    }

    /* ---- the bank of a card number, while it is typed ---- */
    const bank = byId('cardBank');
    if (bank?.dataset.bins) {
      const card = byId('cardNumber');
      let list = null;
      const recognise = async () => {
        const number = tidy(card.value);
        if (number.length < 6) {
          bank.textContent = '';
          return;
        }
        list =
          list ||
          fetch(bank.dataset.bins).then(
            (response) => response.json(),
            () => [],
          );
        let longest = 0;
        let text = '';
        for (const [zh, en, ...kinds] of await list) {
          kinds.forEach((prefixes, kind) => {
            for (const prefix of prefixes.split(' ')) {
              if (prefix.length <= longest || !number.startsWith(prefix)) continue;
              longest = prefix.length;
              text = bank.dataset.language === 'en' ? en : zh;
              if (kind === 1) text += ` · ${bank.dataset.credit}`;
            }
          });
        }
        bank.textContent = text;
      };
      card.addEventListener('input', recognise);
      if (card.value) void recognise();
    }

    /* ---- forms that forward by themselves ---- */
    for (const form of document.querySelectorAll('form[data-auto-submit]')) {
      const seconds = Number(form.dataset.autoSubmit);
      if (seconds === 0) {
        form.requestSubmit();
        continue;
      }
      const line = form.querySelector('[data-countdown]');
      const until = Date.now() + seconds * 1000;
      const timer = setInterval(() => {
        const left = Math.ceil((until - Date.now()) / 1000);
        if (left > 0) line.firstElementChild.textContent = line.dataset.countdown.replace('{n}', left);
        else {
          clearInterval(timer);
          form.requestSubmit();
        }
      }, 250);
      line.firstElementChild.textContent = line.dataset.countdown.replace('{n}', seconds);
      line.hidden = false;
      line.querySelector('[data-stay]').addEventListener('click', () => {
        clearInterval(timer);
        line.hidden = true;
      });
    }

    /* ---- pages that wait look again; pages that end say so ---- */
    const again = () => location.replace(location.pathname + location.search.replace(/[?&]note=[^&]*/, ''));
    if (body.dataset.poll) {
      const look = async () => {
        try {
          const answer = await fetch(body.dataset.poll, { cache: 'no-store' }).then((response) => response.json());
          if (answer.state !== body.dataset.state) return again();
        } catch {
          // No answer now; the next look may have one.
        }
        setTimeout(look, document.hidden ? 10000 : 2000);
      };
      setTimeout(look, 1500);
    }
    if (body.dataset.expiresIn) {
      const left = Number(body.dataset.expiresIn) * 1000;
      // Timers run over at 2^31 ms; a page that lives longer than a day is not watched.
      if (left < 86400000) setTimeout(again, left + 1000);
    }

    /* ---- another language keeps what was typed, passwords too, which are never sent for it ---- */
    const turn = document.querySelector('.language');
    const typed = [...document.querySelectorAll('form.main [data-check]')];
    turn?.addEventListener('click', async (event) => {
      if (!typed.some((input) => (input.type === 'checkbox' ? input.checked : input.value !== ''))) return;
      event.preventDefault();
      try {
        const page = await fetch(turn.href).then((answer) => answer.text());
        const other = new DOMParser().parseFromString(page, 'text/html');
        for (const input of typed) {
          const twin = other.getElementById(input.id);
          twin.value = input.value;
          twin.checked = input.checked;
        }
        document.documentElement.lang = other.documentElement.lang;
        document.title = other.title;
        history.replaceState(null, '', turn.href);
        document.body.replaceWith(other.body);
        begin();
        document.querySelector('.language').focus();
      } catch {
        // The page is no longer what it was: as a plain link.
        location.assign(turn.href);
      }
    });
  };

  begin();
  // Back from the next page out of the browser's memory: the button may be pressed again.
  window.addEventListener('pageshow', (event) => {
    if (event.persisted) for (const form of document.querySelectorAll('form[data-once]')) rest(form);
  });
})();
