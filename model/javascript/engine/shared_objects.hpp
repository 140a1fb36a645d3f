/// What all users of one realm share, and whether one of them has changed it: the global object and everything
/// reachable from it that the language brings along.
#pragma once

#include "model/javascript/engine/value.hpp"

#include <cstdint>
#include <vector>

namespace onsale::javascript {

class SharedObjects {
public:
  /// Notes how things are in a realm in which no script has run yet.
  explicit SharedObjects(JSContext* context);

  /// True if a property was added, removed or has another value.
  bool changed() const;

private:
  struct Entry {
    Value object;
    std::uint64_t digest = 0;
  };
  std::uint64_t digest_of(JSValueConst object) const;

  JSContext* context_;
  std::vector<Entry> entries_;
};

} // namespace onsale::javascript
