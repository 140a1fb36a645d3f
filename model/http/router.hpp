/// From method and URL to an endpoint: templates such as `/api/seats/{seat}`, the most specific of which wins.
#pragma once

#include "model/http/names.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace onsale::http {

/// `http://host:8080/api/seats/7?zone=A#top` taken apart; all views of the URL.
struct UrlParts {
  std::string_view origin; ///< `http://host:8080`, empty if the URL begins with its path
  std::string_view path;   ///< `/api/seats/7`, `/` if there is none
  std::string_view query;  ///< `zone=A`
};
UrlParts parts_of(std::string_view url);

/// %41 becomes A; what is no such code stays. @param plus_is_blank  as in queries and forms
std::string percent_decoded(std::string_view text, bool plus_is_blank = false);

/// `a=1&b=2` of a query or a form, decoded, in the order written.
std::vector<std::pair<std::string, std::string>> pairs_of(std::string_view query);

/// Segments are compared one by one from the left; a literal one is more specific than `{name}`. Slashes at the end do
/// not matter; capital letters do.
class Router {
public:
  struct Match {
    std::uint32_t endpoint = 0;
    /// What stood where the template has a name, decoded, in the order of the path.
    std::vector<std::pair<std::string_view, std::string>> captured;
  };
  enum class Added : std::uint8_t { yes, not_a_path, names_twice, taken };

  /// @param path  begins with a slash; a segment is a literal or `{name}`, each name once
  /// @return why it was not added: `taken` if an endpoint has that method and a path that matches the same requests
  Added add(std::string_view method, std::string_view path, std::uint32_t endpoint);

  /// @param path  without origin and query. The match is valid as long as the router.
  std::optional<Match> match(std::string_view method, std::string_view path) const;

  /// `GET /api/seats/{seat}`: the template most like a request that none matches; empty without templates.
  std::string nearest(std::string_view method, std::string_view path) const;

private:
  struct Template {
    std::string method;
    std::string path;
    std::vector<std::string> names; // of the segments captured
    std::uint32_t endpoint = 0;
  };
  struct Node {
    std::map<std::string, std::uint32_t, std::less<>> literal; // to other nodes
    std::optional<std::uint32_t> any;                          // the segment is captured
    std::vector<std::uint32_t> templates;                      // that end here
  };

  std::optional<std::uint32_t> find(std::uint32_t node, const std::vector<std::string>& segments, std::size_t depth,
                                    std::string_view method, std::vector<std::size_t>& captured) const;

  std::vector<Template> templates_;
  std::vector<Node> nodes_{1};
};

} // namespace onsale::http
