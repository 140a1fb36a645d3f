#include "sim/study/ranks.hpp"

#include <cstdint>
#include <cstdlib>

namespace onsale::study {
namespace {

enum Tag : int { number_tag, result_tag, failure_tag };

constexpr std::int64_t no_more = -1;

} // namespace

Ranks::Ranks() : link_(link_of_mpirun()) {}

bool Ranks::several() const
{
  return link_ != nullptr and link_->size() > 1;
}

bool Ranks::is_first() const
{
  return link_ == nullptr or link_->rank() == 0;
}

void Ranks::ask(int rank, std::int64_t number) const
{
  link_->send(rank, number_tag, std::to_string(number));
}

void Ranks::share_out(const std::vector<std::size_t>& numbers,
                      const std::function<void(std::size_t, run::ChildResult)>& done) const
{
  std::vector<std::size_t> at(static_cast<std::size_t>(link_->size())); // [ranks] what each computes
  std::size_t asked = 0;
  const auto ask_next = [&](int rank) {
    at[static_cast<std::size_t>(rank)] = numbers[asked];
    ask(rank, static_cast<std::int64_t>(numbers[asked++]));
  };
  for (int rank = 1; rank < link_->size() && asked < numbers.size(); ++rank)
    ask_next(rank);
  for (std::size_t ended = 0; ended < numbers.size(); ++ended) {
    Message message = link_->receive(Link::from_anyone);
    const std::size_t number = at[static_cast<std::size_t>(message.from)];
    if (asked < numbers.size())
      ask_next(message.from);
    run::ChildResult result;
    (message.tag == failure_tag ? result.failure : result.text) = std::move(message.bytes);
    done(number, std::move(result));
  }
}

void Ranks::serve(const std::function<std::string(std::size_t)>& work) const
{
  while (true) {
    const std::int64_t number = std::stoll(link_->receive(0).bytes);
    if (number == no_more)
      return;
    run::in_children(
        1, 1, [&](std::size_t) { return work(static_cast<std::size_t>(number)); },
        [&](std::size_t, const run::ChildResult& result) {
          const bool failed = not result.failure.empty();
          link_->send(0, failed ? failure_tag : result_tag, failed ? result.failure : result.text);
        });
  }
}

void Ranks::stop() const
{
  for (int rank = 1; rank < link_->size(); ++rank)
    ask(rank, no_more);
}

void Ranks::abort(int exit_code) const
{
  link_->abort(exit_code);
}

int Ranks::rank_told()
{
  for (const char* name : {"OMPI_COMM_WORLD_RANK", "PMI_RANK"})
    if (const char* rank = std::getenv(name))
      return std::atoi(rank);
  return 0;
}

} // namespace onsale::study
