namespace IdentitySource.Protocol.Authorize.Answers;

/// <summary><c>code</c>, RFC 6749 §4.1.2. It was written together with its authorization.</summary>
public sealed class CodePart : IAnswerPart
{
    public string Word => "code";

    public Task AddAsync(Answer answer, CancellationToken cancel)
    {
        answer.Add("code", answer.Code!.Handle.Value);
        return Task.CompletedTask;
    }
}
