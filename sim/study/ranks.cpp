#include "sim/study/ranks.hpp"

#include <cstdlib>

#ifdef ONSALE_HAS_MPI

#include <mpi.h>

#include <chrono>
#include <cstdint>
#include <thread>

namespace onsale::study {
namespace {

enum Tag : int { number_tag, result_tag, failure_tag };

constexpr std::int64_t no_more = -1;

struct Message {
  int from = 0;
  Tag tag = number_tag;
  std::string bytes;
};

/// Asks now and then: a waiting receive of OpenMPI keeps its core busy, which others need to compute.
Message receive(int from)
{
  MPI_Status status{};
  for (int there = 0; there == 0;) {
    MPI_Iprobe(from, MPI_ANY_TAG, MPI_COMM_WORLD, &there, &status);
    if (there == 0)
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  int bytes = 0;
  MPI_Get_count(&status, MPI_BYTE, &bytes);
  Message message{status.MPI_SOURCE, static_cast<Tag>(status.MPI_TAG), std::string(static_cast<std::size_t>(bytes), 0)};
  MPI_Recv(message.bytes.data(), bytes, MPI_BYTE, message.from, message.tag, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
  return message;
}

void send(int to, Tag tag, const std::string& bytes)
{
  MPI_Send(bytes.data(), static_cast<int>(bytes.size()), MPI_BYTE, to, tag, MPI_COMM_WORLD);
}

void ask(int rank, std::int64_t number)
{
  send(rank, number_tag, std::to_string(number));
}

} // namespace

Ranks::Ranks()
{
  if (std::getenv("OMPI_COMM_WORLD_SIZE") == nullptr && std::getenv("PMI_SIZE") == nullptr)
    return;
  MPI_Init(nullptr, nullptr);
  MPI_Comm_rank(MPI_COMM_WORLD, &rank_);
  MPI_Comm_size(MPI_COMM_WORLD, &size_);
}

Ranks::~Ranks()
{
  int begun = 0;
  MPI_Initialized(&begun);
  if (begun != 0)
    MPI_Finalize();
}

void Ranks::share_out(const std::vector<std::size_t>& numbers,
                      const std::function<void(std::size_t, run::ChildResult)>& done) const
{
  std::vector<std::size_t> at(static_cast<std::size_t>(size_)); // [ranks] what each computes
  std::size_t asked = 0;
  const auto ask_next = [&](int rank) {
    at[static_cast<std::size_t>(rank)] = numbers[asked];
    ask(rank, static_cast<std::int64_t>(numbers[asked++]));
  };
  for (int rank = 1; rank < size_ && asked < numbers.size(); ++rank)
    ask_next(rank);
  for (std::size_t ended = 0; ended < numbers.size(); ++ended) {
    Message message = receive(MPI_ANY_SOURCE);
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
    const std::int64_t number = std::stoll(receive(0).bytes);
    if (number == no_more)
      return;
    run::in_children(
        1, 1, [&](std::size_t) { return work(static_cast<std::size_t>(number)); },
        [&](std::size_t, const run::ChildResult& result) {
          const bool failed = not result.failure.empty();
          send(0, failed ? failure_tag : result_tag, failed ? result.failure : result.text);
        });
  }
}

void Ranks::stop() const
{
  for (int rank = 1; rank < size_; ++rank)
    ask(rank, no_more);
}

void Ranks::abort(int exit_code) const
{
  MPI_Abort(MPI_COMM_WORLD, exit_code);
}

} // namespace onsale::study

#else

namespace onsale::study {

Ranks::Ranks() = default;
Ranks::~Ranks() = default;
void Ranks::share_out(const std::vector<std::size_t>&, const std::function<void(std::size_t, run::ChildResult)>&) const
{
}
void Ranks::serve(const std::function<std::string(std::size_t)>&) const {}
void Ranks::stop() const {}
void Ranks::abort(int exit_code) const
{
  std::exit(exit_code);
}

} // namespace onsale::study

#endif

namespace onsale::study {

int Ranks::rank_told()
{
  for (const char* name : {"OMPI_COMM_WORLD_RANK", "PMI_RANK"})
    if (const char* rank = std::getenv(name))
      return std::atoi(rank);
  return 0;
}

} // namespace onsale::study
