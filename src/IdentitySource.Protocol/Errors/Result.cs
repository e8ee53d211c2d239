using System.Diagnostics.CodeAnalysis;

namespace IdentitySource.Protocol.Errors;

/// <summary>Either a value or a foreseen "no". An exception is kept for what we did not foresee.</summary>
public readonly struct Result<T>
{
    private Result(T? value, ProtocolError? error) => (Value, Error) = (value, error);

    public T? Value { get; }

    public ProtocolError? Error { get; }

    public static implicit operator Result<T>(T value) => new(value, null);

    public static implicit operator Result<T>(ProtocolError error) => new(default, error);

    /// <summary>True when refused; then <paramref name="error"/> is set, otherwise <paramref name="value"/> is.</summary>
    public bool Refused([NotNullWhen(true)] out ProtocolError? error, [MaybeNullWhen(true)] out T value)
    {
        (error, value) = (Error, Value!);
        return error is not null;
    }
}
