# fmt: off
"""核验证据包 / Check a bundle of evidence: python3 -I check.py [evidence.zip] [--key KEY]
只需 Python 3.9 以上版本及其标准库，不联网，不需要本系统。不写文件名时，核验本程序所在的文件夹（已解压的证据包）。KEY：市里公布的公钥。
It needs Python 3.9 or later and its standard library. Without a file it checks the folder in which it lies. KEY: the city's public key.
退出码 exit code: 0 相符 it holds; 1 不符 it does not; 2 用法错误 wrong usage; 3 无法核验 could not check."""
import argparse
import hmac
import json
import re
import zipfile
from datetime import datetime, timedelta
from hashlib import sha256, sha512
from pathlib import Path
from typing import Any

P, ORDER = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
UNREADABLE = (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError)
D, BASE_Y = -121665 * pow(121666, P - 2, P) % P, 4 * pow(5, P - 2, P) % P
REASONS = {  # what is said of an event, some of it by the city itself, which found it when it made the bundle
    "edited": "内容被改动 it was changed", "missing": "事件或所附文字缺失 it or its words are gone", "inserted": "是插入的 it was put in",
    "swapped": "与另一事件互换 it was swapped", "cut": "从此处起被删去 the end was cut off", "unreadable": "读不出 it cannot be read",
    "recomputed": "连同链一起重算过 computed anew with its chain", "head": "所存链尾被改动 the end kept of the chain was changed",
    "snapshot": "所存状态不是其后的状态 the state kept is not the one after it", "row": "显示的与其所述不符 something else is shown of it",
    "row_inserted": "多显示了内容 more is shown", "backdated": "早于前一事件 before the one before", "shape": "命令不符 not of its command",
    "disposal": "当时不得如此处置 no disposal that could be then", "disposal_people": "经手人当时无权 not by those who might do so",
    "calendar": "日历不符 by another calendar", "message": "消息不符 another message", "message_inserted": "无人发出 nobody sent it",
    "form": "写法不符 in another form", "actor": "无此人 by nobody", "actor_right": "无权 no right", "effective": "时刻不符 from when"}
def x_of(y: int, sign: int) -> Any:  # RFC 8032, section 5.1.3
    x = pow((square := (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P), (P + 3) // 8, P)
    x = x * pow(2, (P - 1) // 4, P) % P if (x * x - square) % P else x
    return None if (x * x - square) % P or (not x and sign) else P - x if x & 1 != sign else x
def add(one: tuple[int, ...], other: tuple[int, ...]) -> tuple[int, ...]:
    a, b = (one[1] - one[0]) * (other[1] - other[0]) % P, (one[1] + one[0]) * (other[1] + other[0]) % P
    c, d = 2 * one[3] * other[3] * D % P, 2 * one[2] * other[2] % P
    return (b - a) * (d - c) % P, (d + c) * (b + a) % P, (d - c) * (d + c) % P, (b - a) * (b + a) % P
def times(number: int, y: int, x: int) -> tuple[int, ...]:
    found, point = (0, 1, 1, 0), (x, y, 1, x * y % P)
    while number:
        found, point, number = add(found, point) if number & 1 else found, add(point, point), number >> 1  # type: ignore[assignment]  # four or any
    return found
def is_signed(public: str, message: bytes, signature: str) -> bool:  # section 5.1.7: s·B - h·A must be R
    key, mark = bytes.fromhex(public), bytes.fromhex(signature)
    y, s = int.from_bytes(key, "little"), int.from_bytes(mark[32:], "little")
    if len(key) != 32 or len(mark) != 64 or s >= ORDER or (x := x_of(y & (2**255 - 1), y >> 255)) is None:
        return False
    h = int.from_bytes(sha512(mark[:32] + key + message).digest(), "little") % ORDER
    found = add(times(s, BASE_Y, x_of(BASE_Y, 0) or 0), times(h, y & (2**255 - 1), P - x))
    x, y = (one * pow(found[2], P - 2, P) % P for one in found[:2])
    return (y | (x & 1) << 255).to_bytes(32, "little") == mark[:32]
def canonical(said: dict[str, Any], without: str) -> bytes:
    return json.dumps({n: said[n] for n in said if n != without}, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
def is_plain(text: str) -> bool:  # whether each fact in it is written in the one way that events have, by which it is looked for
    return re.sub(r'"\\u0000(-?\d+\.\d*[1-9])"', r"\1", canonical(json.loads(text, parse_float="\0".__add__), "").decode()) == text
def digest(raw: bytes) -> str:
    return sha256(raw).hexdigest()
def root_of(leaves: list[bytes]) -> bytes:  # RFC 6962, section 2.1
    if len(leaves) < 2:
        return sha256(b"\0" + leaves[0] if leaves else b"").digest()
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return sha256(b"\1" + root_of(leaves[:half]) + root_of(leaves[half:])).digest()
def led(leaf: bytes, at: int, count: int, path: list[bytes]) -> bytes:  # by its path, section 2.1.1; empty where there is no such place
    if count < 2 or not path:
        return sha256(b"\0" + leaf).digest() if (count, at, len(path)) == (1, 0, 0) else b""
    half, on = 1 << (count - 1).bit_length() - 1, path[:-1]
    return sha256(b"\1" + (led(leaf, at, half, on) + path[-1] if at < half else path[-1] + led(leaf, at - half, count - half, on))).digest()
class Check:
    """bad: what does not hold, each as a file or event with the reason. notes: what does. good: the events that hold."""
    def __init__(self, raw: dict[str, bytes], key: str) -> None:
        self.raw, self.bad, self.notes, self.manifest, self.anchored = raw, list[str](), list[str](), dict[str, Any](), dict[Any, str]()
        self.words, self.good, self.disposal = dict[Any, str](), list[Any](), ("", set[str](), False)
        self.ended, self.key = "", raw.get("key.pub", b"").decode(errors="replace").strip()
        self.bad += ["key.pub 与所给公钥不同 is not the key that was given"] if key and key.lower() != self.key else []
        for name, step in {"manifest.json": self.files, "anchors.jsonl": self.anchors, "proofs.jsonl": self.proofs,
                           "events.jsonl": self.events, "calendars.jsonl": self.beside}.items():
            try:
                step()
            except UNREADABLE:
                self.bad.append(f"{name} {'读不出 cannot be read' if name in raw else '缺失 missing'}")
    def rows(self, name: str) -> Any:
        for place, line in enumerate(filter(None, self.raw.get(name, b"").split(b"\n")), 1):
            try:
                yield dict(json.loads(line.decode()))
            except UNREADABLE:
                self.bad.append(f"{name} 第 {place} 行读不出 line {place} cannot be read")
                break
    def files(self) -> None:
        self.manifest = dict(json.loads(self.raw["manifest.json"].decode()))
        listed = {one["name"]: one["sha256"] for one in self.manifest["files"]}
        for one in sorted({*listed, *self.raw} - {"manifest.json"}):
            if one not in self.raw or digest(self.raw[one]) != listed.get(one):
                self.bad.append(f"{one} {'缺失 missing' if one not in self.raw else '被改动 changed' if one in listed else '多出 added'}")
        signed = is_signed(self.key, canonical(self.manifest, "signature"), self.manifest["signature"])
        self.bad += ["manifest.json 签名不符 wrong signature"] * (not signed)
    def anchors(self) -> None:
        before, self.made = dict[str, Any](), dict[Any, str]()
        for line in self.rows("anchors.jsonl"):
            root, signed = root_of([bytes.fromhex(leaf[2]) for leaf in line["leaves"]]), canonical(line, "signature")
            odd = before.get("batch", -1) + 1 == line["batch"] and before["root"] != line["previousRoot"]
            reasons = ["树根不符 wrong root"] * (root.hex() != line["root"]) + ["与前一批不相连 does not follow the batch before"] * odd
            reasons += [] if is_signed(self.key, signed, line["signature"]) else ["签名不符 wrong signature"]
            self.bad += [f"anchors.jsonl 批 batch {line['batch']}: {reason}" for reason in reasons]
            self.anchored.update({} if reasons else {(chain, seq): text for chain, seq, text in line["leaves"]})
            self.made.update({(chain, seq): line["at"] if line["batch"] > 1 else "" for chain, seq, _ in line["leaves"] if not reasons})
            before = line
    def proofs(self) -> None:
        for one in self.rows("proofs.jsonl"):
            root = led(bytes.fromhex(one["digest"]), one["position"], one["count"], [bytes.fromhex(step) for step in one["path"]])
            if root.hex() != one["root"] or self.anchored.get((one["caseKey"], one["seq"])) != one["digest"]:
                self.bad.append(f"proofs.jsonl 事件 event {one['caseKey']}/{one['seq']}: 不通向已签名的树根 does not lead to a signed root")
    def events(self) -> None:
        self.words = {one.get("seq"): str(one.get("content")) for one in self.rows("contents.jsonl")}
        rows, told, lines = list(self.rows("events.jsonl")), self.manifest.get("firstBad"), self.raw.get("events.jsonl", b"").count(b"\n")
        case, secret = self.manifest.get("caseKey") or rows[0]["case_key"], bytes.fromhex(self.raw.get("secret.txt", b"").decode())
        places, previous, reason, erased = [one.get("seq") for one in rows], "0" * 64, "", "case_erased" in [x.get("kind") for x in rows]
        kept = re.findall('"identityKept":"|"fact":"identity_(?:kept|protection)', "".join(str(one.get("body")) for one in rows))[-1:]
        hidden = not secret and self.manifest.get("words") == "withheld" and kept and not kept[0].endswith("protection")
        torn, whole = "'secret.txt'" in str(self.manifest.get("files")), {*map(str, places)} == {*map(str, range(1, len(rows) + 1))}
        for place, event in enumerate(rows, 1):
            lost = not (secret or hidden or torn) or (place not in self.words and not (hidden and place in self.manifest["withheld"]))
            try:
                if event["seq"] != place:
                    reason = "swapped" if whole else "inserted" if places.count(event["seq"]) > 1 else "missing"
                elif (digest(canonical(event, "digest")), event["case_key"], event["previous_digest"]) != (event["digest"], case, previous):
                    reason = "edited"
                elif self.anchored.get((case, place), event["digest"]) != event["digest"]:
                    reason = "edited" if rows[place:] and rows[place].get("previous_digest") != event["digest"] else "recomputed"
                elif not (due := self.is_due(event, case)) or (lost and (secret or not erased)):
                    reason = "missing" if due else "disposal"  # its words: no event says that they were erased, nor that the writer is kept
                elif secret and hmac.new(secret, self.words[place].encode(), "sha256").hexdigest() != event["content_digest"]:
                    reason = "edited"
                reason = reason or "form" * (not all(is_plain(text) for text in (event["body"], self.words.get(place, "{}"))))
            except UNREADABLE:
                reason = "unreadable"
            if reason or (told and told["seq"] <= place):
                break
            self.good, previous = rows[:place], event["digest"]
        holds, last = len(self.good), max([self.manifest.get("events", 0), *(seq for chain, seq in self.anchored if chain == case)])
        reason = told["reason"] if told and told["seq"] <= holds + 1 else reason or ("unreadable" if lines > len(rows) else "")
        reason = reason or ("cut" if len(rows) < last else "inserted" if self.manifest and len(rows) > last else "")
        if reason or self.manifest.get("head", previous) != previous:
            self.bad.append(f"events.jsonl 事件 event {holds + 1 if reason else holds}: {reason or 'recomputed'}")
        made = [self.made.get((case, place)) for place in range(1, holds + 1)]  # "" in the first batch, with which a city's anchors begin
        self.notes.append("前 %s 件相符，%s 件未锚定 / the first %s events hold, %s of them not anchored" % ((holds, made.count(None)) * 2))
        for place, (said, at) in enumerate(zip((one["recorded_at"] for one in self.good), made), 1):  # noqa: B905  # 3.9 has no strict
            if at and (lag := datetime.fromisoformat(at[:19]) - datetime.fromisoformat(said[:19])) > timedelta(minutes=10):
                self.notes.append(f"事件 event {place} 自称 {said} 记录，{at} 才锚定，晚 {lag}：锚只证明此时已有 / says it was recorded"
                                  f" at {said} and was anchored at {at}, {lag} later: the anchor proves that it existed then, not before")
        self.notes.append("所附文字已比对 / words compared" if secret else "所附文字未比对，见说明 / words not compared, see the readme")
    def is_due(self, one: Any, case: str) -> bool:  # whether the record was held, released or erased as this case's own events allow
        (asked, hands, held), kind, said = self.disposal, one["kind"], [*json.loads(one["body"])["facts"], {}][0]
        self.ended = one["effective_at"] if f'"elementInstanceKey":"{case}","fact":"process_instance_c' in one["body"] else self.ended
        wanted = {"case_erased": "erase", "hold_set": "hold", "hold_released": "release"}.get(kind, "" if "disposal_" in kind else None)
        who = {name.replace("cli:", "") for name in (one["actor"], one["acting_for"] or one["actor"])}
        due = not wanted or (asked == wanted and not who & hands and held == (wanted == "release"))
        if wanted == "erase" and due and (due := self.ended[:4].isdecimal() and said["retention"] != "permanent"):
            over = str(int(self.ended[:4]) + int(said["retention"][1:-1])) + self.ended[4:10]
            due = over <= said["keptUntil"] <= one["effective_at"] and said["endedAt"] == self.ended
        held = wanted == "hold" or (held and wanted != "release")
        self.disposal = (said.get("what", "") * ("propose" in kind), who, held) if wanted is not None else self.disposal
        return due
    def beside(self) -> None:
        for event in self.rows("calendars.jsonl"):
            holds = digest(canonical(event, "digest")) == event["digest"] == self.anchored.get(("0", event["seq"]), event["digest"])
            self.bad += [] if holds and is_plain(event["body"]) else [f"calendars.jsonl 事件 event 0/{event['seq']}: edited"]
        named = sorted(name for name in self.raw if name.startswith(("definitions/", "documents/")))
        self.bad += [f"{one} 不是其名所说的文件 is not what its name says" for one in named if Path(one).stem != digest(self.raw[one])]
        there = {name.rpartition(".")[0] for name in self.raw} | {f"documents/{one}" for one in self.manifest.get("absent", ())}
        for event in self.good:
            wanted = [f"definitions/{one}" for one in re.findall(r'"(?:definition|form|called)Digest":"([0-9a-f]{64})"', event["body"])]
            private = json.loads(self.words.get(event["seq"], "{}")).get("private", {})
            wanted += [f"documents/{one[n]}" for one in private.values() for n in ("digest", "pdfDigest", "wordDigest") if n in one]
            self.bad += [f"{name} 缺失 missing (事件 event {event['seq']})" for name in wanted if name not in there]
def read(path: Path) -> dict[str, bytes]:
    if path.is_dir():
        return {one.relative_to(path).as_posix(): one.read_bytes() for one in sorted(path.rglob("*")) if one.is_file()}
    raw: dict[str, bytes] = {}
    with zipfile.ZipFile(path) as bundle:
        for one in bundle.infolist():
            name = one.filename if one.filename not in raw else f"{one.filename} (2)"
            try:
                raw[name] = bundle.read(one)
            except Exception:  # however it is damaged: it then differs from its digest
                raw[name] = b"\0"
        if path.read_bytes()[-22:-18] != b"PK\5\6" or min(one.header_offset for one in bundle.infolist()):
            raw["(压缩包以外的字节 bytes outside the zip)"] = b""
    return raw
if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("bundle", nargs="?", type=Path, default=Path(__file__).resolve().parent)
    asked.add_argument("--key", default="")
    try:
        done = Check(read(asked.parse_args().bundle), asked.parse_args().key)
    except (OSError, zipfile.BadZipFile) as problem:
        print(f"无法核验 could not check: {problem}")
        raise SystemExit(3) from None
    said = [re.sub(r": (\w+)$", lambda found: f": {REASONS.get(found[1], '')} ({found[1]})", one) for one in done.bad]
    print("\n".join([f"案件 case {done.manifest.get('receiptNumber', '?')}", *(f"不符 differs: {one}" for one in said), *done.notes]))
    print("结论：不符 / it does not hold" if done.bad else f"结论：相符 / it holds. 公钥 public key {done.key}")
    raise SystemExit(1 if done.bad else 0)
