"""
A lending platform in one file of Python: from its own key pair to the repaid loan, in lianyintong.

It uses the standard library and the `openssl` command line, which signs and verifies (Python's library has no RSA). Run
it beside a sandbox (`npm start`); it prints the pages that an investor and a borrower have to open, waits for the
notices, and ends when the loan is repaid. It believes nothing that the custodian did not sign.
"""

import argparse
import base64
import http.server
import json
import pathlib
import random
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

CHECKOUT = pathlib.Path(__file__).resolve().parents[2]
CALL_TIMEOUT = 15
PATIENCE = 30 * 60  # seconds that a person may take for a page
TRIES = 4


class Refused(Exception):
    """The custodian refused, signed: nothing was moved."""


class Unknown(Exception):
    """No answer, or none that the custodian signed: the order may have been executed. Never taken for a refusal."""


class Keys:
    """SHA1withRSA over exact bytes: signed with the platform's key, verified with the custodian's."""

    def __init__(self, folder: pathlib.Path) -> None:
        self.private, self.public = folder / "platform-private.pem", folder / "platform-public.pem"
        self.custodian = folder / "custodian.pem"
        options = ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", self.private]
        subprocess.run(["openssl", "genpkey", *options], check=True, capture_output=True)
        subprocess.run(["openssl", "pkey", "-in", self.private, "-pubout", "-out", self.public], check=True)

    def sign(self, data: bytes) -> str:
        command = ["openssl", "dgst", "-sha1", "-sign", self.private]
        return base64.b64encode(subprocess.run(command, input=data, capture_output=True, check=True).stdout).decode()

    def verify(self, data: bytes, signature: str) -> bool:
        with tempfile.NamedTemporaryFile() as file:
            file.write(base64.b64decode(signature))
            file.flush()
            command = ["openssl", "dgst", "-sha1", "-verify", self.custodian, "-signature", file.name]
            return subprocess.run(command, input=data, capture_output=True).returncode == 0


class Receiver(http.server.ThreadingHTTPServer):
    """Takes notices and browsers that come back. A notice is verified, kept, and acknowledged only then."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.platform: "Platform | None" = None
        self.outcomes: dict = {}
        self.news = threading.Condition()
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def take(self, body: bytes, response_type: str) -> "dict | None":
        """What a form says, or None when it is not to be believed. The signature covers the bytes of respData alone."""
        form = dict(urllib.parse.parse_qsl(body.decode("ascii", "replace")))
        if form.get("platformNo") != self.platform.number or form.get("responseType") != response_type:
            return None
        data = form.get("respData", "").encode()
        return json.loads(data) if self.platform.keys.verify(data, form.get("sign", "")) else None

    def keep(self, data: dict) -> None:
        """The same notice may come twice: it is kept under its order's number, so the second changes nothing."""
        with self.news:
            self.outcomes[data["requestNo"]] = data
            self.news.notify_all()

    def outcome(self, request_no: str) -> dict:
        with self.news:
            if not self.news.wait_for(lambda: request_no in self.outcomes, PATIENCE):
                raise Unknown(f"no notice of {request_no}; query it")
            return self.outcomes[request_no]


class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        is_notice = self.path == "/notify"
        data = self.server.take(body, "NOTIFY" if is_notice else "CALLBACK")
        if data is None:
            self.say(400, "not signed by the custodian")
        elif is_notice:
            self.server.keep(data)
            self.say(200, "SUCCESS")
        else:  # the browser: good for a friendly page, the notice decides
            self.say(200, f"{data['requestNo']}: {data['description']}")

    def say(self, status: int, text: str) -> None:
        self.send_response(status)
        self.send_header("content-type", "text/plain; charset=utf-8")
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_: object) -> None:
        """Forms hold what people entrusted to us: no access log."""


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


class Platform:
    def __init__(self, custodian: str, bank: str, folder: pathlib.Path) -> None:
        self.custodian, self.bank = custodian, bank
        self.number = str(random.randint(7_000_000_000, 7_999_999_999))
        self.keys = Keys(folder)
        self.receiver = Receiver()
        self.receiver.platform = self
        self.opener = urllib.request.build_opener(NoRedirect)
        self.orders = 0
        made = self.register_platform()
        self.key_serial = made["keySerial"]
        self.keys.custodian.write_text(made["custodianPublicKey"])

    def register_platform(self) -> dict:
        """What an operator of the custodian does; a sandbox lets everybody be one."""
        command = ["node", CHECKOUT / "bin" / "cunguan.js", "--json", "platform", "create", "--no", self.number]
        words = ["--name", "样例平台", "--dialect", "lianyintong", "--public-key", self.keys.public]
        words += ["--notify-url", f"{self.receiver.url}/notify"]
        return json.loads(subprocess.run([*command, *words], check=True, stdout=subprocess.PIPE).stdout)

    def new_number(self) -> str:
        self.orders += 1
        return f"R{self.orders}"

    def form(self, service: str, data: dict) -> bytes:
        """The signed envelope. The text of reqData is made once: its bytes are signed, and the same bytes are sent."""
        req_data = json.dumps(data, ensure_ascii=False)
        envelope = {"serviceName": service, "platformNo": self.number, "keySerial": self.key_serial}
        envelope.update(reqData=req_data, sign=self.keys.sign(req_data.encode()))
        return urllib.parse.urlencode(envelope).encode()

    def post(self, path: str, body: bytes):
        """The answer with its status, whatever that is."""
        try:
            return self.opener.open(self.custodian + path, body, CALL_TIMEOUT)
        except urllib.error.HTTPError as answer:
            return answer

    def call(self, service: str, data: dict) -> dict:
        """A direct order, answered at once. Raises Refused or Unknown."""
        try:
            with self.post("/lanmaotech/service", self.form(service, data)) as answer:
                body, signature = answer.read(), answer.headers.get("sign", "")
        except OSError as error:
            raise Unknown(f"{service}: {error}") from error
        if not signature or not self.keys.verify(body, signature):
            raise Unknown(f"{service}: HTTP {answer.status}, not signed by the custodian")
        said = json.loads(body)
        if said["code"] in ("100001", "100020"):  # the custodian does not know itself
            raise Unknown(f"{service}: {said['description']}")
        if said["code"] != "0":
            raise Refused(f"{service} {said['code']}: {said['description']}")
        return said

    def call_until_known(self, service: str, data: dict) -> dict:
        """For services that have one effect however often they arrive, and queries: the same request again."""
        for attempt in range(1, TRIES):
            try:
                return self.call(service, data)
            except Unknown as unknown:
                print(f"  {unknown}; the same request again")
                time.sleep(attempt)
        return self.call(service, data)

    def page(self, who: str, service: str, data: dict, mobile: str = "") -> dict:
        """An order that its owner confirms on a page of the custodian's. Answers what the notice said."""
        request_no = self.new_number()
        data = {"requestNo": request_no, "callbackUrl": f"{self.receiver.url}/return", **data}
        # A shop would hand this form to the browser; posted from here, the answer tells where the page is.
        with self.post("/lanmaotech/gateway", self.form(service, data)) as answer:
            location = answer.headers.get("location")
            if answer.status != 303 or not location:
                raise Refused(f"{service}: no page was opened (HTTP {answer.status})")
        code = f" (SMS code: {self.bank}/sandbox/sms?mobile={mobile})" if mobile else ""
        print(f"{who}, please open {urllib.parse.urljoin(self.custodian, location)}{code}", flush=True)
        outcome = self.receiver.outcome(request_no)
        if outcome["code"] != "0":
            raise Refused(f"{service} {outcome['code']}: {outcome['description']}")
        print(f"  notice: {service} {request_no} {outcome['description']}", flush=True)
        return outcome

    def hold(self, who: str, user: str, biz_type: str, project: str, amount: str) -> str:
        """Money set aside for a purpose; answers the number under which it is confirmed later."""
        data = {"platformUserNo": user, "bizType": biz_type, "amount": amount, "projectNo": project}
        return self.page(who, "USER_PRE_TRANSACTION", data)["requestNo"]

    def deposit(self, who: str, user: str, amount: str) -> None:
        way = {"rechargeWay": "NETBANK_B2C", "bankcode": "ICBK"}
        self.page(who, "RECHARGE", {"platformUserNo": user, "amount": amount, **way})

    def available(self, user: str) -> str:
        return self.call_until_known("QUERY_USER_INFORMATION", {"platformUserNo": user})["availableAmount"]


def id_number() -> str:
    """An ID number of nobody, with the right check character (GB 11643)."""
    body = f"33010619900307{random.randint(100, 999)}"
    return body + "10X98765432"[sum(int(digit) * (2 ** (17 - i) % 11) for i, digit in enumerate(body)) % 11]


def card_number() -> str:
    """A card of 工商银行 with the right check digit (Luhn); last digits below 1000 have a fate in the sandbox."""
    body = f"622202{random.randint(100, 999)}{random.randint(10**5, 10**6 - 1)}{random.randint(100, 999)}"
    doubled = [int(digit) * (2 if i % 2 == 0 else 1) for i, digit in enumerate(reversed(body))]
    return body + str(-sum(n - 9 if n > 9 else n for n in doubled) % 10)


def register(platform: Platform, who: str, user: str, name: str) -> None:
    mobile = f"139{random.randint(10_000_000, 99_999_999)}"
    person = {"realName": name, "idCardType": "G2_IDCARD", "idCardNo": id_number(), "mobile": mobile}
    person.update(platformUserNo=user, userRole="NORMAL", bankcardNo=card_number())
    platform.page(who, "PERSONAL_REGISTER", person, mobile)


def greet(platform: Platform) -> None:
    """The first signed call: whether keys, envelope and addresses are right is known before money is involved."""
    platform.call("QUERY_PLATFORM_INFORMATION", {})
    print(f"platform {platform.number} is known, and takes notices at {platform.receiver.url}/notify", flush=True)


def lend(platform: Platform) -> None:
    """A loan's whole life: 8000.00 for 30 days, 80.00 for the platform, 45.60 of interest."""
    investor, borrower, project = "u1", "u2", "p1"
    register(platform, "Investor", investor, "张三")
    register(platform, "Borrower", borrower, "李四")
    platform.deposit("Investor", investor, "10000.00")
    head = {"requestNo": platform.new_number(), "platformUserNo": borrower, "projectNo": project}
    terms = {"projectAmount": "8000.00", "projectName": "装修贷款", "projectType": "STANDARDPOWDER"}
    terms.update(annnualInterestRate="6.8", repaymentWay="ONE_TIME_SERVICING")
    platform.call("ESTABLISH_PROJECT", {**head, **terms})
    tender = platform.hold("Investor", investor, "TENDER", project, "8000.00")
    loan = {"requestNo": platform.new_number(), "projectNo": project, "commission": "80.00"}
    loan["details"] = [{"preTransactionNo": tender, "amount": "8000.00"}]
    platform.call_until_known("CONFIRM_LOAN", loan)
    print(f"lent: the borrower has {platform.available(borrower)}")
    move = {"projectNo": project, "status": "REPAYING"}
    platform.call("MODIFY_PROJECT", {"requestNo": platform.new_number(), **move})
    platform.deposit("Borrower", borrower, "200.00")
    held = platform.hold("Borrower", borrower, "REPAYMENT", project, "8045.60")
    repayment = {"requestNo": platform.new_number(), "preTransactionNo": held, "projectNo": project}
    repayment["details"] = [{"platformUserNo": investor, "amount": "8000.00", "income": "45.60"}]
    platform.call_until_known("CONFIRM_REPAYMENT", repayment)
    platform.call("MODIFY_PROJECT", {"requestNo": platform.new_number(), **move, "status": "FINISH"})
    print(f"repaid: the investor has {platform.available(investor)}, the borrower {platform.available(borrower)}")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.strip().split("\n", 1)[0])
    arguments.add_argument("--custodian", default="http://127.0.0.1:8080")
    arguments.add_argument("--bank", default="http://127.0.0.1:8081", help="where the sandbox bank shows SMS codes")
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        platform = Platform(chosen.custodian, chosen.bank, pathlib.Path(folder))
        try:
            greet(platform)
            lend(platform)
        except (Refused, Unknown) as told:
            sys.exit(str(told))


if __name__ == "__main__":
    main()
