#include "model/http/router.hpp"

#include <gmock/gmock.h>

namespace onsale::http {
namespace {

using testing::ElementsAre;
using testing::Pair;

Router concert_router()
{
  Router router;
  EXPECT_EQ(router.add("GET", "/api/concerts/{concert}/seats", 0), Router::Added::yes);
  EXPECT_EQ(router.add("GET", "/api/concerts/next/seats", 1), Router::Added::yes);
  EXPECT_EQ(router.add("GET", "/api/concerts/{concert}", 2), Router::Added::yes);
  EXPECT_EQ(router.add("POST", "/api/concerts/{id}", 3), Router::Added::yes);
  EXPECT_EQ(router.add("POST", "/api/{any}/next", 4), Router::Added::yes);
  EXPECT_EQ(router.add("GET", "/", 5), Router::Added::yes);
  return router;
}

std::optional<std::uint32_t> endpoint(std::string_view method, std::string_view path)
{
  const auto router = concert_router();
  const auto match = router.match(method, path);
  return match ? std::optional(match->endpoint) : std::nullopt;
}

TEST(Router, TakesTheMostSpecificTemplate)
{
  EXPECT_EQ(endpoint("GET", "/api/concerts/7/seats"), 0);
  EXPECT_EQ(endpoint("GET", "/api/concerts/next/seats"), 1);
  EXPECT_EQ(endpoint("GET", "/api/concerts/next"), 2);  // no template ends there: back to the name
  EXPECT_EQ(endpoint("POST", "/api/concerts/next"), 3); // `concerts` stands before `next`
  EXPECT_EQ(endpoint("POST", "/api/films/next"), 4);
  EXPECT_EQ(endpoint("GET", "/"), 5);
}

TEST(Router, MindsMethodLengthAndLettersButNoSlashAtTheEnd)
{
  EXPECT_EQ(endpoint("PUT", "/api/concerts/7"), std::nullopt);
  EXPECT_EQ(endpoint("GET", "/api/concerts/7/seats/1"), std::nullopt);
  EXPECT_EQ(endpoint("GET", "/api/Concerts/7"), std::nullopt);
  EXPECT_EQ(endpoint("GET", "/api/concerts/7/seats/"), 0);
}

TEST(Router, CapturesByNameAndDecodes)
{
  const auto router = concert_router();
  EXPECT_THAT(router.match("GET", "/api/concerts/a%20b%2F1/seats")->captured, ElementsAre(Pair("concert", "a b/1")));
  EXPECT_THAT(router.match("POST", "/api/concerts/7")->captured, ElementsAre(Pair("id", "7")));
  EXPECT_THAT(router.match("GET", "/api/concerts/next/seats")->captured, ElementsAre());
}

TEST(Router, SaysWhyATemplateIsRefused)
{
  auto router = concert_router();
  EXPECT_EQ(router.add("GET", "/api/concerts/{other}", 9), Router::Added::taken);
  EXPECT_EQ(router.add("GET", "/api/{a}/{a}", 9), Router::Added::names_twice);
  EXPECT_EQ(router.add("GET", "api", 9), Router::Added::not_a_path);
  EXPECT_EQ(router.add("GET", "/api/{}", 9), Router::Added::not_a_path);
  EXPECT_EQ(router.add("GET", "/api/x{a}", 9), Router::Added::not_a_path);
  EXPECT_EQ(router.add("GET", "/api?x=1", 9), Router::Added::not_a_path);
}

TEST(Router, NamesTheNearestTemplate)
{
  const auto router = concert_router();
  EXPECT_EQ(router.nearest("GET", "/api/concert/7/seats"), "GET /api/concerts/{concert}/seats");
  EXPECT_EQ(router.nearest("PUT", "/api/concerts/7"), "GET /api/concerts/{concert}");
  EXPECT_EQ(router.nearest("POST", "/api/concerts/7/"), "POST /api/concerts/{id}");
  EXPECT_EQ(Router().nearest("GET", "/"), "");
}

TEST(Router, TakesUrlsApart)
{
  const auto full = parts_of("http://shop:8080/api/seats?zone=A&x=%41+b#top");
  EXPECT_EQ(full.origin, "http://shop:8080");
  EXPECT_EQ(full.path, "/api/seats");
  EXPECT_THAT(pairs_of(full.query), ElementsAre(Pair("zone", "A"), Pair("x", "A b")));
  EXPECT_EQ(parts_of("http://shop").path, "/");
  EXPECT_EQ(parts_of("http://shop?x=1").query, "x=1");
  EXPECT_EQ(parts_of("/go?to=http://shop/").origin, "");
  EXPECT_EQ(percent_decoded("100%zz%4"), "100%zz%4");
}

} // namespace
} // namespace onsale::http
