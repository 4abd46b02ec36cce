// A sender and a receiver that know nothing of Gatepost, only NHS MESH: npm's nhs-mesh-client with client certificates.
// Run by mesh_client.sh with a JSON file that says where the gateway is and who the two sides are.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { Agent } from "node:https";
import log from "loglevel";
import { getMessageCount, handShake, markAsRead, readMessage, sendMessage } from "nhs-mesh-client";

log.setLevel(log.levels.ERROR);
const sides = JSON.parse(readFileSync(process.argv[2], "utf8"));
const form = readFileSync(sides.form);

function as(side) {
  return {
    url: sides.url,
    mailboxID: side.mailbox,
    mailboxPassword: side.password,
    sharedKey: side.shared_key,
    agent: new Agent({
      ca: readFileSync(sides.ca),
      cert: readFileSync(side.cert),
      key: readFileSync(side.key),
    }),
  };
}

function ok(what) {
  console.log(`  ok: ${what}`);
}

const sender = as(sides.sender);
const receiver = as(sides.receiver);

for (const side of [sender, receiver]) {
  const answer = await handShake(side);
  assert.equal(answer.status, 200);
}
ok("both sides shake hands");

const before = await getMessageCount(receiver);
assert.equal(before.status, 200);
assert.deepEqual(before.data.messages, []);
ok("the receiver's inbox is empty");

const sent = await sendMessage({
  ...sender,
  message: form,
  mailboxTarget: receiver.mailboxID,
  workFlowId: "GATEPOST_LIEF",
  fileName: "lief.xml",
});
assert.equal(sent.status, 202);
assert.ok(sent.data.message_id, "a message id");
ok(`sent: ${sent.data.message_id}`);

const waiting = await getMessageCount(receiver);
assert.equal(waiting.data.messages.length, 1);
assert.equal(waiting.data.approx_inbox_count, 1);
const [id] = waiting.data.messages;
ok("one message waits for the receiver");

const read = await readMessage({ ...receiver, messageID: id });
assert.equal(read.status, 200);
assert.equal(read.data, form.toString("utf8"), "the form arrives byte for byte");
assert.equal(read.headers["mex-workflowid"], "GATEPOST_LIEF");
assert.equal(read.headers["mex-messagetype"], "DATA");
assert.equal(read.headers["mex-from"], sender.mailboxID);
assert.equal(read.headers["mex-to"], receiver.mailboxID);
ok("read: byte for byte what was sent");

const marked = await markAsRead({ ...receiver, message: id });
assert.equal(marked.status, 200);
const again = await markAsRead({ ...receiver, message: id });
assert.equal(again.status, 200);
ok("marked as read, twice (the second changes nothing)");

const after = await getMessageCount(receiver);
assert.deepEqual(after.data.messages, []);
ok("and it is gone from the inbox");

const receipts = await getMessageCount(sender);
assert.ok(receipts.data.messages.length >= 1, "receipts wait for the sender");
const receipt = await readMessage({ ...sender, messageID: receipts.data.messages[0] });
assert.match(receipt.data, /<Receipt[\s>]/);
assert.equal(receipt.headers["mex-workflowid"], "GATEPOST_RECEIPT");
ok("the sender reads a signed receipt");

await assert.rejects(
  sendMessage({ ...sender, mailboxPassword: "wrong", message: form, mailboxTarget: receiver.mailboxID }),
  (error) => error.response?.status === 403,
);
ok("a wrong password is refused with 403");
