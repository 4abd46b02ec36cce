#!/usr/bin/env bash
# npm's nhs-mesh-client, which nobody here wrote, sends and collects against the real program.
source "$(dirname "$0")/lib.sh"

node=node
if [[ -x $here/node/runtime/node_modules/.bin/node ]]; then
  node=$here/node/runtime/node_modules/.bin/node
fi
[[ -d $here/node/node_modules/nhs-mesh-client ]] || fail "nhs-mesh-client is not installed: run ops/setup"

gateway_init "$dir" >/dev/null
gateway_start "$dir"
new_lief "$work/lief.xml"
sign_as "$dir" BXI-PSI "$work/lief.xml" "$work/signed.xml" >/dev/null

side() { # TEAM: what the client needs to know, as JSON
  local file
  file=$(client "$dir" "$1")
  jq -n --arg mailbox "$(toml_value "$file" mesh mailbox)" --arg password "$(toml_value "$file" mesh password)" \
    --arg shared_key "$(toml_value "$file" mesh shared_key)" --arg cert "$dir/clients/$1/cert.pem" \
    --arg key "$dir/clients/$1/key.pem" '$ARGS.named'
}

step "handshake, send, count, read, mark as read"
jq -n --arg url "$machine_url" --arg ca "$dir/pki/ca.pem" --arg form "$work/signed.xml" \
  --argjson sender "$(side BXI-PSI)" --argjson receiver "$(side LAMBETH-SPOC)" '$ARGS.named' >"$work/sides.json"
"$node" --no-warnings "$here/node/mesh_client.mjs" "$work/sides.json" || fail "the client's run"

step "what it did counts as any other sending"
expect_within 10 "receipts for accepted and delivered wait for the sender" \
  eval '[[ $(inbox_ids BXI-PSI | wc -l) -ge 1 ]]'
expect_equal "referrals left in the SPOC's inbox" "$(waiting LAMBETH-SPOC GATEPOST_LIEF)" 0
expect_store_sound
