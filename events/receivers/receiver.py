"""A receiver of Vigía's webhooks (Standard Webhooks) with nothing but Python 3:
WEBHOOK_SECRET=whsec_… PORT=8080 python3 receiver.py
"""

import base64
import hashlib
import hmac
import json
import os
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

KEY = base64.b64decode(os.environ.get("WEBHOOK_SECRET", "").removeprefix("whsec_"))
if len(KEY) < 24:  # Without a secret anybody could sign.
    sys.exit("WEBHOOK_SECRET must be the secret that subscribing gave: whsec_…")
TOLERANCE_SECONDS = 300
LIMIT_BYTES = 64 * 1024
seen = set()  # The same webhook-id may come again. Keep them where they survive a restart.


def verifies(headers, body):
    """Does one of the signatures belong to these very bytes, and is the message fresh?"""
    message_id = headers.get("webhook-id", "")
    timestamp = headers.get("webhook-timestamp", "")
    if not message_id or not timestamp.isascii() or not timestamp.isdigit():
        return False
    if abs(time.time() - int(timestamp)) > TOLERANCE_SECONDS:
        return False
    # The body as bytes: read as JSON and written again it would be another text.
    signed = f"{message_id}.{timestamp}.".encode() + body
    expected = "v1," + base64.b64encode(hmac.new(KEY, signed, hashlib.sha256).digest()).decode()
    signatures = headers.get("webhook-signature", "").split(" ")
    return any(hmac.compare_digest(one.encode(), expected.encode()) for one in signatures)


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        length = int(self.headers.get("content-length", "0"))
        body = self.rfile.read(length) if 0 <= length <= LIMIT_BYTES else b""
        fine = verifies(self.headers, body)
        self.send_response(204 if fine else 401)
        self.end_headers()
        message_id = self.headers.get("webhook-id", "")
        if not fine or message_id in seen:
            return
        seen.add(message_id)
        event = json.loads(body)
        data = event["data"]
        title = data["story"]["title"] if "story" in data else data["message"]
        print(json.dumps({"type": event["type"], "title": title}), flush=True)

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", int(os.environ.get("PORT", "8080"))), Receiver)
    print(f"listening {server.server_address[1]}", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        sys.exit(0)
