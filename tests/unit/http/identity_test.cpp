#include "model/http/identity.hpp"

#include <gtest/gtest.h>

#include <set>

namespace onsale::http {
namespace {

constexpr std::uint64_t some_identities[] = {0, 1, 2, 17, (std::uint64_t{3} << 32) | 100'000, ~std::uint64_t{0}};

TEST(IdentityForm, EveryFormIsReadBack)
{
  for (const IdentityForm& form : {IdentityForm(), IdentityForm::uuid(7), *IdentityForm::pattern("R-{}-x")})
    for (const std::uint64_t identity : some_identities)
      EXPECT_EQ(form.identity(form.text(identity)), identity) << form.text(identity);
}

TEST(IdentityForm, AUuidIsOfVersion4AndTellsNoOrder)
{
  const auto form = IdentityForm::uuid(1);
  std::set<std::string> beginnings;
  for (std::uint64_t identity = 1; identity <= 1000; ++identity) {
    const std::string text = form.text(identity);
    ASSERT_EQ(text.size(), 36u);
    EXPECT_EQ(text[14], '4');
    EXPECT_NE(std::string_view("89ab").find(text[19]), std::string_view::npos) << text;
    beginnings.insert(text.substr(0, 8));
  }
  EXPECT_GT(beginnings.size(), 995u);
  EXPECT_NE(form.text(1), IdentityForm::uuid(2).text(1));
}

TEST(IdentityForm, WhatNobodyGaveOutIsNoIdentity)
{
  const auto uuid = IdentityForm::uuid(1);
  EXPECT_FALSE(uuid.identity("3f2504e0-4f89-41d3-9a0c-0305e82c3301"));
  EXPECT_FALSE(uuid.identity("not-a-uuid"));
  EXPECT_FALSE(IdentityForm::uuid(2).identity(uuid.text(5)));
  const auto pattern = *IdentityForm::pattern("R-{}");
  EXPECT_FALSE(pattern.identity("R-"));
  EXPECT_FALSE(pattern.identity("R-1x"));
  EXPECT_FALSE(pattern.identity("Q-1"));
  EXPECT_FALSE(pattern.identity("R-007"));
  EXPECT_FALSE(IdentityForm::pattern("R"));
  EXPECT_FALSE(IdentityForm::pattern("{}{}"));
}

TEST(IdentityForm, APatternTakesWhatStandsBetween)
{
  EXPECT_EQ(between("Bearer abc", "Bearer {}"), "abc");
  EXPECT_EQ(between("abc", "{}"), "abc");
  EXPECT_FALSE(between("Basic abc", "Bearer {}"));
}

} // namespace
} // namespace onsale::http
