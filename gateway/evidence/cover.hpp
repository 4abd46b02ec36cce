// The cover page of a package: what happened, in words, made from the package's own contents and
// from nothing else, so that a verifier can make it again and compare. No script, no link, nothing
// fetched. Pure; any thread. What it writes for one package changes only with the format's version.
#pragma once

#include <string>

#include "gateway/evidence/package.hpp"

namespace gatepost::evidence {

std::string cover_text(const Package& package);  // plain text, 80 columns where ids allow
std::string cover_html(const Package& package);  // one page that stands by itself

}  // namespace gatepost::evidence
