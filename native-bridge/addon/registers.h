// What differs between processors: where a signal's context keeps its registers, and how a minidump wants them.
#pragma once
#include <cstdint>
#include <cstring>
#include <ucontext.h>

namespace holdfast {

#if defined(__x86_64__)

constexpr uint16_t kMinidumpProcessor = 9;

/// CONTEXT of winnt.h for x86-64, 1,232 bytes. Floating-point and vector registers stay out: they may hold pieces of text.
struct __attribute__((packed)) CpuContext {
	uint64_t home[6];
	uint32_t flags;
	uint32_t mxcsr;
	uint16_t cs, ds, es, fs, gs, ss;
	uint32_t eflags;
	uint64_t debug[6];
	uint64_t rax, rcx, rdx, rbx, rsp, rbp, rsi, rdi, r8, r9, r10, r11, r12, r13, r14, r15, rip;
	uint8_t floating[976];
};
static_assert(sizeof(CpuContext) == 1232);

inline uintptr_t stackPointer(const ucontext_t& from) { return static_cast<uintptr_t>(from.uc_mcontext.gregs[REG_RSP]); }

inline void readRegisters(const ucontext_t& from, CpuContext& to) {
	memset(&to, 0, sizeof to);
	const auto& r = from.uc_mcontext.gregs;
	const auto segments = static_cast<uint64_t>(r[REG_CSGSFS]);
	to.flags = 0x00100000 | 1 | 2; // x86-64: control and integer registers
	to.cs = static_cast<uint16_t>(segments);
	to.gs = static_cast<uint16_t>(segments >> 16);
	to.fs = static_cast<uint16_t>(segments >> 32);
	to.eflags = static_cast<uint32_t>(r[REG_EFL]);
	to.rax = r[REG_RAX], to.rcx = r[REG_RCX], to.rdx = r[REG_RDX], to.rbx = r[REG_RBX];
	to.rsp = r[REG_RSP], to.rbp = r[REG_RBP], to.rsi = r[REG_RSI], to.rdi = r[REG_RDI];
	to.r8 = r[REG_R8], to.r9 = r[REG_R9], to.r10 = r[REG_R10], to.r11 = r[REG_R11];
	to.r12 = r[REG_R12], to.r13 = r[REG_R13], to.r14 = r[REG_R14], to.r15 = r[REG_R15];
	to.rip = r[REG_RIP];
}

#elif defined(__aarch64__)

constexpr uint16_t kMinidumpProcessor = 12;

/// CONTEXT of winnt.h for ARM64, 912 bytes; without the vector registers, as above.
struct __attribute__((packed)) CpuContext {
	uint32_t flags;
	uint32_t cpsr;
	uint64_t x[31]; // x29 is the frame pointer, x30 the return address
	uint64_t sp;
	uint64_t pc;
	uint8_t floating[640];
};
static_assert(sizeof(CpuContext) == 912);

inline uintptr_t stackPointer(const ucontext_t& from) { return from.uc_mcontext.sp; }

inline void readRegisters(const ucontext_t& from, CpuContext& to) {
	memset(&to, 0, sizeof to);
	to.flags = 0x00400000 | 1 | 2; // ARM64: control and integer registers
	to.cpsr = static_cast<uint32_t>(from.uc_mcontext.pstate);
	for (int i = 0; i < 31; i++) to.x[i] = from.uc_mcontext.regs[i];
	to.sp = from.uc_mcontext.sp;
	to.pc = from.uc_mcontext.pc;
}

#else
#error "The crash capture knows x86-64 and ARM64 only."
#endif

} // namespace holdfast
