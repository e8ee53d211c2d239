using System.Diagnostics.CodeAnalysis;
using IdentitySource.Storage.Identity;

namespace IdentitySource.Management;

/// <summary>What an operation came to: a value, or everything that is wrong with what it was given.</summary>
public sealed class Outcome<T>
{
    private Outcome(T? value, IReadOnlyList<Fault> faults) => (Value, Faults) = (value, faults);

    public T? Value { get; }

    public IReadOnlyList<Fault> Faults { get; }

    public static implicit operator Outcome<T>(T value) => new(value, []);

    public static implicit operator Outcome<T>(Fault fault) => new(default, [fault]);

    public static implicit operator Outcome<T>(List<Fault> faults) => new(default, faults);

    /// <summary>True when nothing was done; then there is at least one fault.</summary>
    public bool Refused(out IReadOnlyList<Fault> faults, [MaybeNullWhen(true)] out T value)
    {
        (faults, value) = (Faults, Value!);
        return faults.Count > 0;
    }
}

/// <param name="Field">The input it is about, in the API's spelling: <c>redirect_uris</c>; or the thing that is missing.</param>
/// <param name="Reason">A slug, unique for the rule.</param>
/// <param name="Message">For the person who gave the input.</param>
public sealed record Fault(string Field, string Reason, string Message)
{
    /// <summary>What the message names and a translation of it has to name too.</summary>
    public IReadOnlyList<object> Values { get; init; } = [];

    internal static Fault Of(string field, PasswordFault weak) => new(field, weak.Reason, weak.Message) { Values = weak.Values };
}
