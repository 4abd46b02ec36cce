#include "gateway/evidence/verify.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "gateway/evidence/cover.hpp"
#include "tests/unit/gateway/evidence/samples.hpp"

namespace gatepost::evidence {
namespace {

using formats::zip::File;
using test::World;

class Evidence : public testing::Test {
 protected:
  static std::string listed(const Problems& problems) {
    std::string text;
    for (const Problem& each : problems) text += each.path + ": " + each.wrong + "\n";
    return text;
  }
  std::vector<File> files() const {
    return *formats::zip::read(to_zip(world_.package()), package_limits);
  }
  Verdict judge(const std::vector<File>& changed) const {
    return verify(formats::zip::write(changed, world_.now), world_.trust());
  }
  static bool says(const Problems& problems, std::string_view file, std::string_view what) {
    return std::ranges::any_of(problems, [&](const Problem& each) {
      return each.path.contains(file) && each.wrong.contains(what);
    });
  }
  // Of a package, changed before it is packed: cover pages and all are made anew.
  Problems wrong_with(const std::function<void(Package&)>& change) {
    Package package = world_.package();
    change(package);
    return verify(to_zip(package), world_.trust()).wrong;
  }

  // Keys and signatures are made once: no test changes what it holds.
  static World& shared() {
    static World world;
    return world;
  }
  World& world_ = shared();
};

TEST_F(Evidence, StandsUpByItself) {
  const Verdict verdict = verify(to_zip(world_.package()), world_.trust());
  EXPECT_TRUE(verdict.wrong.empty()) << listed(verdict.wrong);
  EXPECT_EQ(verdict.accepted_at, world_.now);
  EXPECT_EQ(verdict.log_size, 4U);
  EXPECT_EQ(verdict.package.digest, world_.package().digest);
  EXPECT_EQ(verdict.package.entries.size(), 3U);
}

// One byte of any file: found, and the file named, or one that names it by its digest.
TEST_F(Evidence, WithAnyByteOfAnyFileAlteredIsNotProven) {
  const std::uint64_t seed = 20260402;
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  tests::SeededRandom random(seed);
  const std::vector<File> good = files();
  ASSERT_TRUE(judge(good).wrong.empty());
  for (std::size_t at = 0; at < good.size(); ++at) {
    for (int round = 0; round < 6; ++round) {
      std::vector<File> changed = good;
      Bytes& content = changed[at].content;
      content[random.next() % content.size()] ^= static_cast<std::uint8_t>(1 << random.next() % 7);
      // What only XML's or PEM's spelling says (white space in base64) proves the same.
      const Verdict verdict = judge(changed);
      const bool spelling = good[at].name.ends_with(".xml") || good[at].name.ends_with(".pem");
      if (!spelling) EXPECT_FALSE(verdict.wrong.empty()) << good[at].name;
      if (verdict.wrong.empty()) EXPECT_EQ(verdict.package.digest, world_.package().digest);
    }
  }
}

TEST_F(Evidence, WithoutOneOfItsFilesIsNotProven) {
  const std::vector<File> good = files();
  for (std::size_t at = 0; at < good.size(); ++at) {
    std::vector<File> changed = good;
    changed.erase(changed.begin() + static_cast<std::ptrdiff_t>(at));
    EXPECT_FALSE(judge(changed).wrong.empty() && !good[at].name.starts_with("certificates/"))
        << good[at].name;
  }
}

TEST_F(Evidence, WithAFileBesideItsOwnIsNotProven) {
  for (const char* name : {"more.txt", "receipts/x.txt", "log/0.tlog-proof2", "manifest.jso"}) {
    std::vector<File> changed = files();
    changed.push_back({name, to_bytes("x")});
    EXPECT_TRUE(says(judge(changed).wrong, name, "nothing of the evidence")) << name;
  }
}

TEST_F(Evidence, SaysEverythingThatIsWrong) {
  std::vector<File> changed = files();
  for (File& file : changed) {
    if (file.name == "README.txt") file.content.push_back('x');
    if (file.name == "log/3.json") file.content[40] ^= 1;
    if (file.name.starts_with("receipts/1")) file.content = to_bytes("<Receipt/>");
  }
  const Problems wrong = judge(changed).wrong;
  EXPECT_TRUE(says(wrong, "README.txt", "does not say")) << listed(wrong);
  EXPECT_TRUE(says(wrong, "log/3.json", "not proven")) << listed(wrong);
  EXPECT_TRUE(says(wrong, "receipts/1-accepted.xml", "no receipt")) << listed(wrong);
  EXPECT_TRUE(says(wrong, "receipts/3-acknowledged.xml", "log does not say")) << listed(wrong);
}

TEST_F(Evidence, OfAnotherAuthorityOrLogIsNotProven) {
  Trust trust = world_.trust();
  trust.log_key = audit::NoteSigner("gatepost.example/log",
                                    [] {
                                      tests::SeededRandom random(9);
                                      return certs::Ed25519Key::generate(random);
                                    }())
                      .verifier();
  const Problems log = verify(to_zip(world_.package()), trust).wrong;
  EXPECT_TRUE(says(log, "checkpoint", "not signed with the key")) << listed(log);
  EXPECT_TRUE(says(log, "log/0.json", "not signed with the key"));
  trust = world_.trust();
  trust.anchors.clear();
  const Problems authority = verify(to_zip(world_.package()), trust).wrong;
  EXPECT_TRUE(says(authority, "form.xml", "untrusted")) << listed(authority);
  EXPECT_TRUE(says(authority, "receipts/1-accepted.xml", "untrusted"));
  EXPECT_TRUE(says(authority, "replies/0001", "untrusted"));
}

TEST_F(Evidence, WithoutRevocationListsIsNotProven) {
  const Problems wrong = wrong_with([](Package& package) { package.crls_der.clear(); });
  EXPECT_TRUE(says(wrong, "form.xml", "revocation_unknown")) << listed(wrong);
  Package package = world_.package();
  package.crls_der.clear();
  Trust trust = world_.trust();
  trust.crls_der = world_.crls();
  EXPECT_TRUE(verify(to_zip(package), trust).wrong.empty());
}

TEST_F(Evidence, OfAFormThatAnotherTeamSignedIsNotProven) {
  const Problems wrong = wrong_with([&](Package& package) {
    package.form = world_.signed_lief(world_.spoc());
    package.digest = *formats::xmldsig::form_digest(package.form);
  });
  EXPECT_TRUE(says(wrong, "form.xml", "another team signed it")) << listed(wrong);
  EXPECT_TRUE(says(wrong, "form.xml", "log holds another form's digest")) << listed(wrong);
}

// The gateway's key for a team signs for a person whom it names, and whose session the log knows.
TEST_F(Evidence, OfAFormSignedForAnybodyTheLogDoesNotKnowIsNotProven) {
  const UserId user = *UserId::parse("00000000-0000-4000-8000-000000000009");
  const auto wrong_of = [&](Bytes form) {
    return wrong_with([&](Package& package) {
      package.form = std::move(form);
      package.digest = *formats::xmldsig::form_digest(package.form);
    });
  };
  const Problems nobody = wrong_of(world_.signed_lief(world_.custodian()));
  EXPECT_TRUE(says(nobody, "form.xml", "does not agree with its certificate")) << listed(nobody);
  const Problems claimed = wrong_of(world_.lief_for(user, world_.prison()));
  EXPECT_TRUE(says(claimed, "form.xml", "does not agree with its certificate")) << listed(claimed);
  const Problems another = wrong_of(world_.lief_for(user, world_.custodian()));
  EXPECT_FALSE(says(another, "form.xml", "does not agree with its certificate"));
  EXPECT_TRUE(says(another, "form.xml", "log names another person")) << listed(another);
}

// A form of the same team that was never sent cannot take the place of the one that was.
TEST_F(Evidence, OfAnotherFormOfTheTeamIsNotProven) {
  const Problems wrong = wrong_with([&](Package& package) {
    package.form = world_.signed_lief(world_.prison());
    package.digest = *formats::xmldsig::form_digest(package.form);
  });
  EXPECT_TRUE(says(wrong, "form.xml", "log holds another form's digest")) << listed(wrong);
  EXPECT_TRUE(says(wrong, "receipts/1-accepted.xml", "not a receipt about this form"));
  EXPECT_TRUE(says(wrong, "replies/0001", "not about this form"));
}

TEST_F(Evidence, WithAReceiptThatTheLogDoesNotKnowIsNotProven) {
  const Problems wrong = wrong_with([&](Package& package) {
    package.receipts[0].xml = world_.receipt_reached(world_.now - std::chrono::hours{2});
  });
  EXPECT_TRUE(says(wrong, "receipts/1-accepted.xml", "log does not say")) << listed(wrong);
}

TEST_F(Evidence, WithAReplyInAReceiptsPlaceIsNotProven) {
  const Problems wrong =
      wrong_with([&](Package& package) { package.receipts[0].xml = package.replies[0].xml; });
  EXPECT_TRUE(says(wrong, "receipts/1-accepted.xml", "no receipt")) << listed(wrong);
}

TEST_F(Evidence, WithoutTheReplyThatAReceiptRestsOnIsNotProven) {
  const Problems wrong = wrong_with([](Package& package) { package.replies.clear(); });
  EXPECT_TRUE(says(wrong, "receipts/3-acknowledged.xml", "it rests on")) << listed(wrong);
}

TEST_F(Evidence, WithoutTheEntryThatItWasAcceptedIsNotProven) {
  const Problems wrong =
      wrong_with([](Package& package) { package.entries.erase(package.entries.begin()); });
  EXPECT_TRUE(says(wrong, "log", "no proven entry")) << listed(wrong);
}

TEST_F(Evidence, ThatNamesAnotherGatewayIsNotProven) {
  const Problems wrong = wrong_with([](Package& package) { package.gateway = "other"; });
  EXPECT_TRUE(says(wrong, "manifest.json", "another gateway")) << listed(wrong);
}

TEST_F(Evidence, WithAProofForAnotherTreeIsNotProven) {
  const Problems wrong = wrong_with([&](Package& package) {
    audit::Head longer = world_.head();
    audit::append_leaf(longer, Digest{});
    audit::finish_root(longer);
    package.entries[0].proof.checkpoint = *audit::sign_checkpoint(longer, world_.log());
  });
  EXPECT_TRUE(says(wrong, "log/0.json", "another checkpoint")) << listed(wrong);
  EXPECT_TRUE(says(wrong, "log/0.json", "not proven")) << listed(wrong);
}

TEST_F(Evidence, HasACoverPageInWordsAndNothingActive) {
  const Package package = world_.package();
  const std::string text = cover_text(package), html = cover_html(package);
  for (const std::string* page : {&text, &html})
    for (const char* said : {"BXI-PSI", "LIEF", "Acknowledgement", "2026-04-02T11:00:00.250Z",
                             "acknowledged", "Entry 0", "gatepost evidence verify"})
      EXPECT_TRUE(page->contains(said)) << said << "\n" << *page;
  for (const char* never : {"<script", "javascript:", "http:", "https:", "src=", "href=", "onload"})
    EXPECT_FALSE(html.contains(never)) << never;
}

TEST_F(Evidence, EscapesWhateverADocumentSays) {
  Package package = world_.package();
  package.gateway = "<b>\"demo\"</b>\n&";
  EXPECT_TRUE(cover_html(package).contains("&lt;b&gt;&quot;demo&quot;&lt;/b&gt; &amp;"));
  package.receipts[0].xml = to_bytes("not XML");
  EXPECT_TRUE(cover_text(package).contains("1-accepted: (unreadable)"));
}

TEST_F(Evidence, ThatIsNoArchiveIsRefused) {
  for (const char* bytes : {"", "PK", "not a zip at all, and long enough to be one, perhaps"})
    EXPECT_TRUE(says(verify(to_bytes(bytes), world_.trust()).wrong, "the archive", "zip"));
}

}  // namespace
}  // namespace gatepost::evidence
