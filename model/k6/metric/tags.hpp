#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace onsale::k6 {

/// The tags of a sample: name and value, sorted by name, each name once. A tag that is present with an empty value (the
/// root group's `group`) is not the same as an absent one.
class TagSet {
public:
  using Tag = std::pair<std::string, std::string>;

  TagSet() = default;
  TagSet(std::initializer_list<std::pair<std::string_view, std::string_view>> tags);

  /// Sets or replaces one tag.
  TagSet& set(std::string_view name, std::string_view value);

  /// @return the value, or nullptr when the tag is absent
  [[nodiscard]] const std::string* find(std::string_view name) const;
  /// True when every tag of `filter` is here with the same value.
  [[nodiscard]] bool contains(const TagSet& filter) const;

  [[nodiscard]] std::span<const Tag> tags() const { return tags_; }
  [[nodiscard]] bool empty() const { return tags_.empty(); }

  friend bool operator==(const TagSet&, const TagSet&) = default;
  friend std::size_t hash_value(const TagSet& tags);

private:
  std::vector<Tag> tags_;
};

/// k6's default system tags, sorted: the columns of a CSV file. Any other tag is an extra tag.
std::span<const std::string_view> system_tag_names();

/// Names one combination of tags within one TagTable.
enum class TagSetId : std::uint32_t {};

/// Gives equal tag sets the same small number, so that the hot path passes a number where it would pass a map. Callers
/// keep the number; interning is a hash lookup. Numbers count up from 0, and 0 is always the empty set.
class TagTable {
public:
  TagTable() { intern({}); }

  TagSetId intern(const TagSet& tags);

  /// The reference stays valid as long as the table.
  [[nodiscard]] const TagSet& operator[](TagSetId id) const { return sets_[static_cast<std::size_t>(id)]; }
  [[nodiscard]] std::size_t size() const { return sets_.size(); }

private:
  struct Hash {
    std::size_t operator()(const TagSet& tags) const { return hash_value(tags); }
  };

  std::deque<TagSet> sets_;
  std::unordered_map<TagSet, TagSetId, Hash> ids_;
};

} // namespace onsale::k6
