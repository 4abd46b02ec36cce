#include "formats/forms/comments.hpp"

#include <gtest/gtest.h>

namespace gatepost::formats::forms {
namespace {

struct Row {
  std::string_view name, xml, stripped;
};

TEST(StripComments, RemovesCommentsAndTheLinesTheyLeave) {
  const Row rows[] = {
      {"none", "<a>b</a>\n", "<a>b</a>\n"},
      {"own line", "<a>\n  <!-- c -->\n  <b/>\n</a>\n", "<a>\n  <b/>\n</a>\n"},
      {"two own lines", "<a>\n  <!-- c -->\n  <!-- d -->\n  <b/>\n</a>\n", "<a>\n  <b/>\n</a>\n"},
      {"after an element", "<a/> <!-- c -->\n", "<a/> \n"},
      {"before an element", "  <!-- c --> <a/>\n", "   <a/>\n"},
      {"within text", "<a>b<!-- c -->d</a>", "<a>bd</a>"},
      {"several lines", "<a>\n<!-- c\n d -->\n</a>", "<a>\n</a>"},
      {"two on one line", "<a>\n <!-- c --> <!-- d -->\n</a>", "<a>\n</a>"},
      {"first line", "<!-- c -->\n<a/>", "<a/>"},
      {"last line", "<a/>\n<!-- c -->", "<a/>\n"},
      {"carriage returns", "<a>\r\n <!-- c -->\r\n</a>", "<a>\r\n</a>"},
      {"in an attribute", "<a b=\"<!-- c -->\"/>", "<a b=\"<!-- c -->\"/>"},
      {"after > in an attribute", "<a b='>'><!-- c --></a>", "<a b='>'></a>"},
      {"in CDATA", "<a><![CDATA[<!-- c -->]]></a>", "<a><![CDATA[<!-- c -->]]></a>"},
      {"a tag inside", "<!-- <b> ' \" --><a/>", "<a/>"},
      {"unended", "<a/><!-- c", "<a/><!-- c"},
      {"unended tag", "<a b='", "<a b='"},
      {"empty", "", ""},
  };
  for (const Row& row : rows) EXPECT_EQ(strip_comments(row.xml), row.stripped) << row.name;
}

}  // namespace
}  // namespace gatepost::formats::forms
