#pragma once

#include <concepts>
#include <memory>
#include <type_traits>

namespace onsale::k6 {

/// A reference to anything that is called for a uniform number in [0, 1).
class UniformSource {
public:
  template <class Source>
  requires(std::invocable<Source&> and not std::same_as<std::remove_cvref_t<Source>, UniformSource>)
      // NOLINTNEXTLINE(bugprone-forwarding-reference-overload): excluded by the constraint
      UniformSource(Source&& source)
      : source_(const_cast<void*>(static_cast<const void*>(std::addressof(source)))),
        draw_([](void* from) { return (*static_cast<std::remove_reference_t<Source>*>(from))(); })
  {
  }

  double operator()() const { return draw_(source_); }

private:
  void* source_;
  double (*draw_)(void*);
};

} // namespace onsale::k6
