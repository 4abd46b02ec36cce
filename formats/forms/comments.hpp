// Comments leave an annotated template before it is signed: signed forms carry none. Pure;
// thread-safe.
#pragma once

#include <string>
#include <string_view>

namespace gatepost::formats::forms {

// The XML without its comments, and without the line of white space that a comment on a line of its
// own leaves. Comments inside tags and CDATA sections are text there and stay. Never fails: XML
// that is not well-formed is returned as far as it makes sense, for the parser to refuse; an
// unended comment stays.
std::string strip_comments(std::string_view xml);

}  // namespace gatepost::formats::forms
