#include "sim/study/link.hpp"

#include <mpi.h>

#include <chrono>
#include <thread>

namespace onsale::study {
namespace {

class MpiLink : public Link {
public:
  MpiLink()
  {
    MPI_Init(nullptr, nullptr);
    MPI_Comm_rank(MPI_COMM_WORLD, &rank_);
    MPI_Comm_size(MPI_COMM_WORLD, &size_);
  }
  ~MpiLink() override { MPI_Finalize(); }
  MpiLink(const MpiLink&) = delete;
  MpiLink& operator=(const MpiLink&) = delete;

  int rank() const override { return rank_; }
  int size() const override { return size_; }

  void send(int to, int tag, const std::string& bytes) override
  {
    MPI_Send(bytes.data(), static_cast<int>(bytes.size()), MPI_BYTE, to, tag, MPI_COMM_WORLD);
  }

  /// Asks now and then: a waiting receive of OpenMPI keeps its core busy, which others need to compute.
  Message receive(int from) override
  {
    MPI_Status status{};
    for (int there = 0; there == 0;) {
      MPI_Iprobe(from == from_anyone ? MPI_ANY_SOURCE : from, MPI_ANY_TAG, MPI_COMM_WORLD, &there, &status);
      if (there == 0)
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    int bytes = 0;
    MPI_Get_count(&status, MPI_BYTE, &bytes);
    Message message{status.MPI_SOURCE, status.MPI_TAG, std::string(static_cast<std::size_t>(bytes), 0)};
    MPI_Recv(message.bytes.data(), bytes, MPI_BYTE, message.from, message.tag, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    return message;
  }

  void abort(int exit_code) override { MPI_Abort(MPI_COMM_WORLD, exit_code); }

private:
  int rank_ = 0;
  int size_ = 1;
};

} // namespace
} // namespace onsale::study

extern "C" onsale::study::Link* onsale_mpi_link()
{
  return new onsale::study::MpiLink;
}
