"""An office with a ledger in which two people sign, for the scripts beside this folder."""

import json
import subprocess
import sys
from pathlib import Path


def run(*command):
    """What a program prints; it must succeed."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{Path(sys.argv[0]).name}: {command[0]} {command[1]} ended with {done.returncode}:\n{done.stderr}")
    return done.stdout


class Office:
    """A ledger in which two people sign, with ssh-keygen's own keys."""

    def __init__(self, pfs, scratch):
        self.pfs, self.scratch, self.ledger = pfs, scratch, scratch / "ledger"
        signers = ""
        for person in ("tanaka", "suzuki"):
            run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", scratch / person)
            signers += f"{person}@city {(scratch / f'{person}.pub').read_text()}"
        (scratch / "signers").write_text(signers)
        self("create", "--signers", scratch / "signers", "--date", "2026-04-01")

    def __call__(self, command, *arguments, ledger=None):
        return run(self.pfs, "ledger", command, ledger or self.ledger, *arguments)

    def items(self):
        return json.loads(self("list", "--format", "json"))["items"]

    def post(self, number, date="2026-05-12"):
        """Both signatures, and the posting."""
        text = self.scratch / f"item-{number}.txt"
        text.write_text(self("show", number, "--statement"))
        for person, role in (("tanaka", "prepared"), ("suzuki", "approved")):
            run("ssh-keygen", "-q", "-Y", "sign", "-f", self.scratch / person, "-n", f"pfs-settlement/{role}", text)
            signature = Path(f"{text}.sig").rename(f"{text}.{role}.sig")
            self("approve", number, "--signature", signature, "--date", date)
        self("post", number, "--date", date)
