// Judging a package offline, with nothing but two things the judge trusts already: an authority and
// the log's verifier key. Says everything that is wrong. Pure; any thread.
//
// What is shown, when nothing is wrong:
//  - the form was signed by the team it is from, under a certificate that was good when the log
//  says
//    that it was accepted, and the log holds its digest under this message;
//  - every receipt was signed by a gateway's key, is about this form, and the log says the same;
//  - every reply was signed by the team it is from, is about this form, and the log holds its
//  digest;
//  - every entry stands in the log that the checkpoint was signed for;
//  - the pages for people say this, and nothing else.
// What no package can show: that something was left out of it. For that, ask for the whole log.
#pragma once

#include "certs/trust.hpp"
#include "gateway/evidence/package.hpp"

namespace gatepost::evidence {

struct Trust {
  std::vector<certs::Certificate> anchors;  // who may issue certificates
  std::vector<Bytes> crls_der;              // beside those in the package
  audit::VerifierKey log_key;
};

struct Verdict {
  Problems wrong;  // empty: all is proven
  Package package;
  std::optional<Instant> accepted_at;  // as the log says
  std::uint64_t log_size = 0;          // of the checkpoint
};
Verdict verify(ByteView archive, const Trust& trust);

}  // namespace gatepost::evidence
